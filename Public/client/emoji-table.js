/**
 * All emoji, in Unicode's order and groups, with what they are called: first the shortcodes of other chats, then Unicode's
 * name; behind a semicolon words to find them by. Large, so that it is loaded only when somebody is about to need one.
 */
export const table = `
# Smileys & Emotion
😀 grinning grinning_face|😃 smiley grinning_face_with_big_eyes|😄 smile grinning_face_with_smiling_eyes ; happy|😁 grin beaming_face_with_smiling_eyes|😆 laughing satisfied grinning_squinting_face
😅 sweat_smile grinning_face_with_sweat phew ; sweat|🤣 rofl rolling_on_the_floor_laughing|😂 joy face_with_tears_of_joy ; laugh tears|🙂 slightly_smiling_face|🙃 upside_down_face upside_down|🫠 melting_face|😉 wink winking_face
😊 blush smiling_face_with_smiling_eyes ; pleased|😇 innocent smiling_face_with_halo|🥰 smiling_face_with_three_hearts smiling_face_with_hearts|😍 heart_eyes smiling_face_with_heart_eyes hearteyes ; love|🤩 star_struck
😘 kissing_heart face_blowing_a_kiss|😗 kissing kissing_face|☺️ relaxed smiling_face|😚 kissing_closed_eyes kissing_face_with_closed_eyes|😙 kissing_smiling_eyes kissing_face_with_smiling_eyes|🥲 smiling_face_with_tear
😋 yum face_savoring_food|😛 stuck_out_tongue face_with_tongue|😜 stuck_out_tongue_winking_eye winking_face_with_tongue|🤪 zany_face|😝 stuck_out_tongue_closed_eyes squinting_face_with_tongue|🤑 money_mouth_face
🤗 hugs hugging_face smiling_face_with_open_hands hug|🤭 hand_over_mouth face_with_hand_over_mouth|🫢 face_with_open_eyes_and_hand_over_mouth|🫣 face_with_peeking_eye|🤫 shushing_face|🤔 thinking thinking_face ; hmm|🫡 saluting_face
🤐 zipper_mouth_face|🤨 raised_eyebrow face_with_raised_eyebrow|😐 neutral_face|😑 expressionless expressionless_face|😶 no_mouth face_without_mouth|🫥 dotted_line_face|😶‍🌫️ face_in_clouds|😏 smirk smirking_face|😒 unamused unamused_face
🙄 roll_eyes rolling_eyes face_with_rolling_eyes eyeroll|😬 grimacing grimacing_face grimace ; awkward|😮‍💨 face_exhaling|🤥 lying_face|🫨 shaking_face|😌 relieved relieved_face|😔 pensive pensive_face|😪 sleepy sleepy_face
🤤 drooling_face|😴 sleeping sleeping_face sleep ; tired|😷 mask face_with_medical_mask|🤒 face_with_thermometer|🤕 face_with_head_bandage|🤢 nauseated_face|🤮 vomiting_face face_vomiting|🤧 sneezing_face|🥵 hot_face|🥶 cold_face
🥴 woozy_face|😵 dizzy_face face_with_crossed_out_eyes knocked_out_face|😵‍💫 face_with_spiral_eyes|🤯 exploding_head mindblown|🤠 cowboy_hat_face|🥳 partying_face|🥸 disguised_face|😎 sunglasses smiling_face_with_sunglasses ; cool
🤓 nerd_face|🧐 monocle_face face_with_monocle|😕 confused confused_face|🫤 face_with_diagonal_mouth|😟 worried worried_face|🙁 slightly_frowning_face|☹️ frowning_face white_frowning_face
😮 open_mouth face_with_open_mouth surprised ; wow|😯 hushed hushed_face|😲 astonished astonished_face|😳 flushed flushed_face|🥺 pleading_face|🥹 face_holding_back_tears|😦 frowning frowning_face_with_open_mouth
😧 anguished anguished_face|😨 fearful fearful_face|😰 cold_sweat anxious_face_with_sweat|😥 disappointed_relieved sad_but_relieved_face|😢 cry crying_face ; sad|😭 sob loudly_crying_face ; crying|😱 scream face_screaming_in_fear
😖 confounded confounded_face|😣 persevere persevering_face|😞 disappointed disappointed_face|😓 sweat downcast_face_with_sweat|😩 weary weary_face|😫 tired_face|🥱 yawning_face|😤 triumph face_with_steam_from_nose
😡 rage pout enraged_face ; angry mad|😠 angry angry_face|🤬 cursing_face face_with_symbols_on_mouth|😈 smiling_imp smiling_face_with_horns|👿 imp angry_face_with_horns|💀 skull|☠️ skull_and_crossbones|💩 poop hankey shit pile_of_poo
🤡 clown_face|👹 japanese_ogre ogre|👺 japanese_goblin goblin|👻 ghost|👽 alien|👾 space_invader alien_monster|🤖 robot robot_face|😺 smiley_cat grinning_cat|😸 smile_cat grinning_cat_with_smiling_eyes|😹 joy_cat cat_with_tears_of_joy
😻 heart_eyes_cat smiling_cat_with_heart_eyes|😼 smirk_cat cat_with_wry_smile|😽 kissing_cat|🙀 scream_cat weary_cat|😿 crying_cat_face crying_cat|😾 pouting_cat|🙈 see_no_evil see_no_evil_monkey|🙉 hear_no_evil hear_no_evil_monkey
🙊 speak_no_evil speak_no_evil_monkey|💌 love_letter|💘 cupid heart_with_arrow|💝 gift_heart heart_with_ribbon|💖 sparkling_heart|💗 heartpulse growing_heart|💓 heartbeat beating_heart|💞 revolving_hearts|💕 two_hearts|💟 heart_decoration
❣️ heavy_heart_exclamation heavy_heart_exclamation_mark_ornament heart_exclamation|💔 broken_heart brokenheart|❤️‍🔥 heart_on_fire|❤️‍🩹 mending_heart|❤️ heart red_heart ; love|🩷 pink_heart|🧡 orange_heart|💛 yellow_heart
💚 green_heart greenheart|💙 blue_heart blueheart|🩵 light_blue_heart|💜 purple_heart purpleheart|🤎 brown_heart|🖤 black_heart|🩶 grey_heart|🤍 white_heart|💋 kiss kiss_mark|💯 100 hundred_points hundred ; perfect|💢 anger anger_symbol
💥 boom collision|💫 dizzy|💦 sweat_drops sweat_droplets|💨 dash dashing_away|🕳️ hole|💬 speech_balloon speech ; talk|👁️‍🗨️ eye_speech_bubble eye_in_speech_bubble|🗨️ left_speech_bubble|🗯️ right_anger_bubble|💭 thought_balloon|💤 zzz
# People & Body
👋 wave waving_hand ; hello bye|🤚 raised_back_of_hand|🖐️ raised_hand_with_fingers_splayed hand_with_fingers_splayed|✋ raised_hand hand|🖖 vulcan_salute raised_hand_with_part_between_middle_and_ring_fingers|🫱 rightwards_hand
🫲 leftwards_hand|🫳 palm_down_hand|🫴 palm_up_hand|🫷 leftwards_pushing_hand|🫸 rightwards_pushing_hand|👌 ok_hand perfect ; ok|🤌 pinched_fingers|🤏 pinching_hand|✌️ v victory_hand peace ; victory|🤞 crossed_fingers fingerscrossed ; luck
🫰 hand_with_index_finger_and_thumb_crossed|🤟 love_you_gesture|🤘 metal sign_of_the_horns|🤙 call_me_hand|👈 point_left backhand_index_pointing_left|👉 point_right backhand_index_pointing_right|👆 point_up_2 backhand_index_pointing_up
🖕 fu reversed_hand_with_middle_finger_extended middle_finger|👇 point_down backhand_index_pointing_down|☝️ point_up index_pointing_up point ; up one|🫵 index_pointing_at_the_viewer|👍 +1 thumbsup thumbs_up ; yes agree good
👎 -1 thumbsdown 1 thumbs_down ; no disagree|✊ fist fist_raised raised_fist|👊 facepunch punch fist_oncoming oncoming_fist|🤛 fist_left left_facing_fist|🤜 fist_right right_facing_fist|👏 clap clapping_hands ; applause
🙌 raised_hands raising_hands hooray ; hands|🫶 heart_hands hearthands|👐 open_hands|🤲 palms_up_together|🤝 handshake ; deal|🙏 pray folded_hands ; thanks please|✍️ writing_hand|💅 nail_care nail_polish|🤳 selfie
💪 muscle flexed_biceps ; strong|🦾 mechanical_arm|🦿 mechanical_leg|🦵 leg|🦶 foot|👂 ear|🦻 ear_with_hearing_aid|👃 nose|🧠 brain|🫀 anatomical_heart|🫁 lungs|🦷 tooth|🦴 bone|👀 eyes ; look|👁️ eye|👅 tongue|👄 lips mouth|🫦 biting_lip|👶 baby
🧒 child|👦 boy|👧 girl|🧑 adult person|👱 blond_haired_person person_with_blond_hair person_blond_hair|👨 man|🧔 bearded_person person_beard|🧔‍♂️ man_beard|🧔‍♀️ woman_beard|👨‍🦰 red_haired_man man_red_hair
👨‍🦱 curly_haired_man man_curly_hair|👨‍🦳 white_haired_man man_white_hair|👨‍🦲 bald_man man_bald|👩 woman|👩‍🦰 red_haired_woman woman_red_hair|🧑‍🦰 person_red_hair|👩‍🦱 curly_haired_woman woman_curly_hair|🧑‍🦱 person_curly_hair
👩‍🦳 white_haired_woman woman_white_hair|🧑‍🦳 person_white_hair|👩‍🦲 bald_woman woman_bald|🧑‍🦲 person_bald|👱‍♀️ blonde_woman blond_haired_woman woman_blond_hair|👱‍♂️ blond_haired_man man_blond_hair|🧓 older_adult older_person
👴 older_man old_man|👵 older_woman old_woman|🙍 frowning_person person_frowning|🙍‍♂️ frowning_man man_frowning|🙍‍♀️ frowning_woman woman_frowning|🙎 pouting_face person_with_pouting_face person_pouting|🙎‍♂️ pouting_man man_pouting
🙎‍♀️ pouting_woman woman_pouting|🙅 no_good person_gesturing_no|🙅‍♂️ no_good_man ng_man man_gesturing_no|🙅‍♀️ ng_woman no_good_woman woman_gesturing_no|🙆 ok_person person_gesturing_ok|🙆‍♂️ ok_man man_gesturing_ok
🙆‍♀️ ok_woman woman_gesturing_ok|💁 tipping_hand_person information_desk_person person_tipping_hand|💁‍♂️ sassy_man tipping_hand_man man_tipping_hand|💁‍♀️ sassy_woman tipping_hand_woman woman_tipping_hand
🙋 raising_hand person_raising_hand|🙋‍♂️ raising_hand_man man_raising_hand|🙋‍♀️ raising_hand_woman woman_raising_hand|🧏 deaf_person|🧏‍♂️ deaf_man|🧏‍♀️ deaf_woman|🙇 bow person_bowing|🙇‍♂️ bowing_man man_bowing
🙇‍♀️ bowing_woman woman_bowing|🤦 facepalm face_palm person_facepalming|🤦‍♂️ man_facepalming|🤦‍♀️ woman_facepalming|🤷 shrug person_shrugging ; dunno|🤷‍♂️ man_shrugging|🤷‍♀️ woman_shrugging|🧑‍⚕️ health_worker|👨‍⚕️ man_health_worker
👩‍⚕️ woman_health_worker|🧑‍🎓 student|👨‍🎓 man_student|👩‍🎓 woman_student|🧑‍🏫 teacher|👨‍🏫 man_teacher|👩‍🏫 woman_teacher|🧑‍⚖️ judge|👨‍⚖️ man_judge|👩‍⚖️ woman_judge|🧑‍🌾 farmer|👨‍🌾 man_farmer|👩‍🌾 woman_farmer|🧑‍🍳 cook|👨‍🍳 man_cook
👩‍🍳 woman_cook|🧑‍🔧 mechanic|👨‍🔧 man_mechanic|👩‍🔧 woman_mechanic|🧑‍🏭 factory_worker|👨‍🏭 man_factory_worker|👩‍🏭 woman_factory_worker|🧑‍💼 office_worker|👨‍💼 man_office_worker|👩‍💼 woman_office_worker|🧑‍🔬 scientist|👨‍🔬 man_scientist
👩‍🔬 woman_scientist|🧑‍💻 technologist|👨‍💻 man_technologist|👩‍💻 woman_technologist|🧑‍🎤 singer|👨‍🎤 man_singer|👩‍🎤 woman_singer|🧑‍🎨 artist|👨‍🎨 man_artist|👩‍🎨 woman_artist|🧑‍✈️ pilot|👨‍✈️ man_pilot|👩‍✈️ woman_pilot|🧑‍🚀 astronaut
👨‍🚀 man_astronaut|👩‍🚀 woman_astronaut|🧑‍🚒 firefighter|👨‍🚒 man_firefighter|👩‍🚒 woman_firefighter|👮 cop police_officer|👮‍♂️ policeman man_police_officer|👮‍♀️ policewoman woman_police_officer|🕵️ sleuth_or_spy detective
🕵️‍♂️ male_detective man_detective|🕵️‍♀️ female_detective woman_detective|💂 guard|💂‍♂️ guardsman man_guard|💂‍♀️ guardswoman woman_guard|🥷 ninja|👷 construction_worker|👷‍♂️ construction_worker_man man_construction_worker
👷‍♀️ construction_worker_woman woman_construction_worker|🫅 person_with_crown|🤴 prince|👸 princess|👳 person_with_turban person_wearing_turban|👳‍♂️ man_with_turban man_wearing_turban|👳‍♀️ woman_with_turban woman_wearing_turban
👲 man_with_gua_pi_mao person_with_skullcap|🧕 woman_with_headscarf|🤵 person_in_tuxedo|🤵‍♂️ man_in_tuxedo|🤵‍♀️ woman_in_tuxedo|👰 person_with_veil|👰‍♂️ man_with_veil|👰‍♀️ bride_with_veil woman_with_veil|🤰 pregnant_woman
🫃 pregnant_man|🫄 pregnant_person|🤱 breast_feeding|👩‍🍼 woman_feeding_baby|👨‍🍼 man_feeding_baby|🧑‍🍼 person_feeding_baby|👼 angel baby_angel|🎅 santa santa_claus|🤶 mrs_claus|🧑‍🎄 mx_claus|🦸 superhero|🦸‍♂️ superhero_man man_superhero
🦸‍♀️ superhero_woman woman_superhero|🦹 supervillain|🦹‍♂️ supervillain_man man_supervillain|🦹‍♀️ supervillain_woman woman_supervillain|🧙 mage|🧙‍♂️ mage_man man_mage|🧙‍♀️ mage_woman woman_mage|🧚 fairy|🧚‍♂️ fairy_man man_fairy
🧚‍♀️ fairy_woman woman_fairy|🧛 vampire|🧛‍♂️ vampire_man man_vampire|🧛‍♀️ vampire_woman woman_vampire|🧜 merperson|🧜‍♂️ merman|🧜‍♀️ mermaid|🧝 elf|🧝‍♂️ elf_man man_elf|🧝‍♀️ elf_woman woman_elf|🧞 genie|🧞‍♂️ genie_man man_genie
🧞‍♀️ genie_woman woman_genie|🧟 zombie|🧟‍♂️ zombie_man man_zombie|🧟‍♀️ zombie_woman woman_zombie|🧌 troll|💆 massage person_getting_massage|💆‍♂️ massage_man man_getting_massage|💆‍♀️ massage_woman woman_getting_massage
💇 haircut person_getting_haircut|💇‍♂️ haircut_man man_getting_haircut|💇‍♀️ haircut_woman woman_getting_haircut|🚶 walking person_walking|🚶‍♂️ walking_man man_walking|🚶‍♀️ walking_woman woman_walking
🧍 standing_person person_standing|🧍‍♂️ standing_man man_standing|🧍‍♀️ standing_woman woman_standing|🧎 kneeling_person person_kneeling|🧎‍♂️ kneeling_man man_kneeling|🧎‍♀️ kneeling_woman woman_kneeling
🧑‍🦯 person_with_probing_cane person_with_white_cane|👨‍🦯 man_with_probing_cane man_with_white_cane|👩‍🦯 woman_with_probing_cane woman_with_white_cane|🧑‍🦼 person_in_motorized_wheelchair|👨‍🦼 man_in_motorized_wheelchair
👩‍🦼 woman_in_motorized_wheelchair|🧑‍🦽 person_in_manual_wheelchair|👨‍🦽 man_in_manual_wheelchair|👩‍🦽 woman_in_manual_wheelchair|🏃 running runner person_running|🏃‍♂️ running_man man_running|🏃‍♀️ running_woman woman_running
💃 dancer woman_dancing|🕺 man_dancing|🕴️ business_suit_levitating man_in_business_suit_levitating person_in_suit_levitating|👯 dancers people_with_bunny_ears|👯‍♂️ dancing_men men_with_bunny_ears
👯‍♀️ dancing_women women_with_bunny_ears|🧖 sauna_person person_in_steamy_room|🧖‍♂️ sauna_man man_in_steamy_room|🧖‍♀️ sauna_woman woman_in_steamy_room|🧗 climbing person_climbing|🧗‍♂️ climbing_man man_climbing
🧗‍♀️ climbing_woman woman_climbing|🤺 person_fencing|🏇 horse_racing|⛷️ skier|🏂 snowboarder|🏌️ golfing golfer person_golfing|🏌️‍♂️ golfing_man man_golfing|🏌️‍♀️ golfing_woman woman_golfing|🏄 surfer person_surfing
🏄‍♂️ surfing_man man_surfing|🏄‍♀️ surfing_woman woman_surfing|🚣 rowboat person_rowing_boat|🚣‍♂️ rowing_man man_rowing_boat|🚣‍♀️ rowing_woman woman_rowing_boat|🏊 swimmer person_swimming|🏊‍♂️ swimming_man man_swimming
🏊‍♀️ swimming_woman woman_swimming|⛹️ bouncing_ball_person person_with_ball person_bouncing_ball|⛹️‍♂️ basketball_man bouncing_ball_man man_bouncing_ball|⛹️‍♀️ basketball_woman bouncing_ball_woman woman_bouncing_ball
🏋️ weight_lifting weight_lifter person_lifting_weights|🏋️‍♂️ weight_lifting_man man_lifting_weights|🏋️‍♀️ weight_lifting_woman woman_lifting_weights|🚴 bicyclist person_biking|🚴‍♂️ biking_man man_biking
🚴‍♀️ biking_woman woman_biking|🚵 mountain_bicyclist person_mountain_biking|🚵‍♂️ mountain_biking_man man_mountain_biking|🚵‍♀️ mountain_biking_woman woman_mountain_biking|🤸 cartwheeling person_cartwheeling|🤸‍♂️ man_cartwheeling
🤸‍♀️ woman_cartwheeling|🤼 wrestling people_wrestling|🤼‍♂️ men_wrestling|🤼‍♀️ women_wrestling|🤽 water_polo person_playing_water_polo|🤽‍♂️ man_playing_water_polo|🤽‍♀️ woman_playing_water_polo
🤾 handball_person person_playing_handball|🤾‍♂️ man_playing_handball|🤾‍♀️ woman_playing_handball|🤹 juggling_person person_juggling|🤹‍♂️ man_juggling|🤹‍♀️ woman_juggling|🧘 lotus_position person_in_lotus_position
🧘‍♂️ lotus_position_man man_in_lotus_position|🧘‍♀️ lotus_position_woman woman_in_lotus_position|🛀 bath person_taking_bath|🛌 sleeping_bed sleeping_accommodation person_in_bed|🧑‍🤝‍🧑 people_holding_hands
👭 two_women_holding_hands women_holding_hands|👫 couple woman_and_man_holding_hands|👬 two_men_holding_hands men_holding_hands|💏 couplekiss|👩‍❤️‍💋‍👨 couplekiss_man_woman kiss_woman_man|👨‍❤️‍💋‍👨 couplekiss_man_man kiss_man_man
👩‍❤️‍💋‍👩 couplekiss_woman_woman kiss_woman_woman|💑 couple_with_heart|👩‍❤️‍👨 couple_with_heart_woman_man|👨‍❤️‍👨 couple_with_heart_man_man|👩‍❤️‍👩 couple_with_heart_woman_woman|👪 family|👨‍👩‍👦 family_man_woman_boy
👨‍👩‍👧 family_man_woman_girl|👨‍👩‍👧‍👦 family_man_woman_girl_boy|👨‍👩‍👦‍👦 family_man_woman_boy_boy|👨‍👩‍👧‍👧 family_man_woman_girl_girl|👨‍👨‍👦 family_man_man_boy|👨‍👨‍👧 family_man_man_girl|👨‍👨‍👧‍👦 family_man_man_girl_boy
👨‍👨‍👦‍👦 family_man_man_boy_boy|👨‍👨‍👧‍👧 family_man_man_girl_girl|👩‍👩‍👦 family_woman_woman_boy|👩‍👩‍👧 family_woman_woman_girl|👩‍👩‍👧‍👦 family_woman_woman_girl_boy|👩‍👩‍👦‍👦 family_woman_woman_boy_boy|👩‍👩‍👧‍👧 family_woman_woman_girl_girl
👨‍👦 family_man_boy|👨‍👦‍👦 family_man_boy_boy|👨‍👧 family_man_girl|👨‍👧‍👦 family_man_girl_boy|👨‍👧‍👧 family_man_girl_girl|👩‍👦 family_woman_boy|👩‍👦‍👦 family_woman_boy_boy|👩‍👧 family_woman_girl|👩‍👧‍👦 family_woman_girl_boy
👩‍👧‍👧 family_woman_girl_girl|🗣️ speaking_head_in_silhouette speaking_head|👤 bust_in_silhouette|👥 busts_in_silhouette|🫂 people_hugging|👣 footprints
# Animals & Nature
🐵 monkey_face|🐒 monkey|🦍 harambe gorilla|🦧 orangutan|🐶 dog dog_face|🐕 dog2|🦮 guide_dog|🐕‍🦺 service_dog|🐩 poodle|🐺 wolf|🦊 fox_face fox|🦝 raccoon|🐱 cat cat_face|🐈 cat2|🐈‍⬛ black_cat|🦁 lion lion_face|🐯 tiger tiger_face|🐅 tiger2
🐆 leopard|🐴 horse horse_face|🫎 moose|🫏 donkey|🐎 racehorse|🦄 unicorn unicorn_face|🦓 zebra|🦌 deer|🦬 bison|🐮 cow cow_face|🐂 ox|🐃 water_buffalo|🐄 cow2|🐷 pig pig_face|🐖 pig2|🐗 boar|🐽 pig_nose|🐏 ram|🐑 sheep ewe|🐐 goat|🐪 dromedary_camel
🐫 camel two_hump_camel|🦙 llama|🦒 giraffe|🐘 elephant|🦣 mammoth|🦏 rhinoceros|🦛 hippopotamus|🐭 mouse mouse_face|🐁 mouse2|🐀 rat|🐹 hamster|🐰 rabbit rabbit_face|🐇 rabbit2|🐿️ chipmunk|🦫 beaver|🦔 hedgehog|🦇 bat|🐻 bear|🐻‍❄️ polar_bear
🐨 koala|🐼 panda_face panda|🦥 sloth|🦦 otter|🦨 skunk|🦘 kangaroo|🦡 badger|🐾 feet paw_prints|🦃 turkey|🐔 chicken|🐓 rooster|🐣 hatching_chick|🐤 baby_chick|🐥 hatched_chick front_facing_baby_chick|🐦 bird|🐧 penguin|🕊️ dove_of_peace dove
🦅 eagle|🦆 duck|🦢 swan|🦉 owl|🦤 dodo|🪶 feather|🦩 flamingo|🦚 peacock|🦜 parrot|🪽 wing|🐦‍⬛ raven crow rook black_bird|🪿 goose|🐸 frog|🐊 crocodile|🐢 turtle ; slow|🦎 lizard|🐍 snake|🐲 dragon_face|🐉 dragon|🦕 sauropod|🦖 t_rex ; t-rex
🐳 whale spouting_whale|🐋 whale2|🐬 dolphin flipper|🦭 seal|🐟 fish|🐠 tropical_fish|🐡 blowfish|🦈 shark|🐙 octopus|🐚 shell spiral_shell|🪸 coral|🪼 jellyfish|🐌 snail|🦋 butterfly|🐛 bug|🐜 ant|🐝 bee honeybee ; busy|🪲 insect_beetle
🐞 lady_beetle beetle|🦗 cricket|🪳 cockroach|🕷️ spider|🕸️ spider_web|🦂 scorpion|🦟 mosquito|🪰 fly|🪱 worm|🦠 microbe|💐 bouquet|🌸 cherry_blossom|💮 white_flower|🪷 lotus|🏵️ rosette|🌹 rose|🥀 wilted_flower|🌺 hibiscus|🌻 sunflower|🌼 blossom
🌷 tulip|🪻 hyacinth|🌱 seedling ; grow|🪴 potted_plant|🌲 evergreen_tree|🌳 deciduous_tree|🌴 palm_tree|🌵 cactus|🌾 ear_of_rice sheaf_of_rice|🌿 herb|☘️ shamrock|🍀 four_leaf_clover luck ; clover|🍁 maple_leaf|🍂 fallen_leaf
🍃 leaves leaf_fluttering_in_wind|🪹 empty_nest|🪺 nest_with_eggs|🍄 mushroom
# Food & Drink
🍇 grapes|🍈 melon|🍉 watermelon|🍊 orange mandarin tangerine|🍋 lemon|🍌 banana|🍍 pineapple|🥭 mango|🍎 apple red_apple|🍏 green_apple|🍐 pear|🍑 peach|🍒 cherries|🍓 strawberry|🫐 blueberries|🥝 kiwi_fruit|🍅 tomato|🫒 olive|🥥 coconut|🥑 avocado
🍆 eggplant|🥔 potato|🥕 carrot|🌽 corn ear_of_corn|🌶️ hot_pepper|🫑 bell_pepper|🥒 cucumber|🥬 leafy_green|🥦 broccoli|🧄 garlic|🧅 onion|🥜 peanuts|🫘 beans|🌰 chestnut|🫚 ginger_root|🫛 pea_pod|🍞 bread|🥐 croissant|🥖 baguette_bread|🫓 flatbread
🥨 pretzel|🥯 bagel|🥞 pancakes|🧇 waffle|🧀 cheese cheese_wedge|🍖 meat_on_bone|🍗 poultry_leg|🥩 cut_of_meat|🥓 bacon|🍔 hamburger|🍟 fries french_fries|🍕 pizza|🌭 hotdog hot_dog|🥪 sandwich|🌮 taco|🌯 burrito|🫔 tamale|🥙 stuffed_flatbread
🧆 falafel|🥚 egg2|🍳 egg fried_egg cooking|🥘 shallow_pan_of_food|🍲 stew pot_of_food|🫕 fondue|🥣 bowl_with_spoon|🥗 green_salad|🍿 popcorn|🧈 butter|🧂 salt|🥫 canned_food|🍱 bento bento_box|🍘 rice_cracker|🍙 rice_ball|🍚 rice cooked_rice
🍛 curry curry_rice|🍜 ramen steaming_bowl|🍝 spaghetti|🍠 sweet_potato roasted_sweet_potato|🍢 oden|🍣 sushi|🍤 fried_shrimp|🍥 fish_cake fish_cake_with_swirl|🥮 moon_cake|🍡 dango|🥟 dumpling|🥠 fortune_cookie|🥡 takeout_box|🦀 crab|🦞 lobster
🦐 shrimp|🦑 squid|🦪 oyster|🍦 icecream soft_ice_cream|🍧 shaved_ice|🍨 ice_cream|🍩 doughnut|🍪 cookie|🎂 birthday birthday_cake|🍰 cake shortcake|🧁 cupcake|🥧 pie|🍫 chocolate_bar|🍬 candy|🍭 lollipop|🍮 custard|🍯 honey_pot|🍼 baby_bottle
🥛 milk_glass glass_of_milk|☕ coffee hot_beverage|🫖 teapot|🍵 tea teacup_without_handle|🍶 sake|🍾 champagne bottle_with_popping_cork|🍷 wine_glass|🍸 cocktail cocktail_glass|🍹 tropical_drink|🍺 beer beer_mug ; cheers
🍻 beers clinking_beer_mugs|🥂 clinking_glasses|🥃 tumbler_glass|🫗 pouring_liquid|🥤 cup_with_straw|🧋 bubble_tea|🧃 beverage_box|🧉 mate|🧊 ice_cube ice|🥢 chopsticks|🍽️ plate_with_cutlery fork_and_knife_with_plate|🍴 fork_and_knife
🥄 spoon|🔪 hocho knife kitchen_knife|🫙 jar|🏺 amphora
# Travel & Places
🌍 earth_africa globe_showing_europe_africa earth ; world|🌎 earth_americas globe_showing_americas|🌏 earth_asia globe_showing_asia_australia|🌐 globe_with_meridians|🗺️ world_map|🗾 japan map_of_japan|🧭 compass
🏔️ mountain_snow snow_capped_mountain|⛰️ mountain|🌋 volcano|🗻 mount_fuji|🏕️ camping|🏖️ beach_umbrella beach_with_umbrella beach ; vacation|🏜️ desert|🏝️ desert_island|🏞️ national_park|🏟️ stadium|🏛️ classical_building
🏗️ building_construction|🧱 bricks brick|🪨 rock|🪵 wood|🛖 hut|🏘️ house_buildings houses|🏚️ derelict_house_building derelict_house|🏠 house home|🏡 house_with_garden|🏢 office office_building|🏣 post_office japanese_post_office
🏤 european_post_office|🏥 hospital|🏦 bank|🏨 hotel|🏩 love_hotel|🏪 convenience_store|🏫 school|🏬 department_store|🏭 factory|🏯 japanese_castle|🏰 european_castle castle|💒 wedding|🗼 tokyo_tower|🗽 statue_of_liberty|⛪ church|🕌 mosque
🛕 hindu_temple|🕍 synagogue|⛩️ shinto_shrine|🕋 kaaba|⛲ fountain|⛺ tent|🌁 foggy|🌃 night_with_stars|🏙️ cityscape|🌄 sunrise_over_mountains|🌅 sunrise|🌆 city_sunset cityscape_at_dusk|🌇 city_sunrise sunset|🌉 bridge_at_night
♨️ hotsprings hot_springs|🎠 carousel_horse|🛝 playground_slide|🎡 ferris_wheel|🎢 roller_coaster|💈 barber barber_pole|🎪 circus_tent|🚂 steam_locomotive locomotive|🚃 railway_car|🚄 bullettrain_side high_speed_train
🚅 bullettrain_front bullet_train|🚆 train2|🚇 metro|🚈 light_rail|🚉 station|🚊 tram|🚝 monorail|🚞 mountain_railway|🚋 train tram_car|🚌 bus|🚍 oncoming_bus|🚎 trolleybus|🚐 minibus|🚑 ambulance|🚒 fire_engine|🚓 police_car
🚔 oncoming_police_car|🚕 taxi|🚖 oncoming_taxi|🚗 car red_car automobile|🚘 oncoming_automobile|🚙 blue_car sport_utility_vehicle|🛻 pickup_truck|🚚 truck delivery_truck|🚛 articulated_lorry|🚜 tractor|🏎️ racing_car
🏍️ racing_motorcycle motorcycle|🛵 motor_scooter|🦽 manual_wheelchair|🦼 motorized_wheelchair|🛺 auto_rickshaw|🚲 bike bicycle|🛴 kick_scooter|🛹 skateboard|🛼 roller_skate|🚏 busstop bus_stop|🛣️ motorway|🛤️ railway_track|🛢️ oil_drum
⛽ fuelpump fuel_pump|🛞 wheel|🚨 rotating_light police_car_light|🚥 traffic_light horizontal_traffic_light|🚦 vertical_traffic_light|🛑 stop_sign octagonal_sign stop|🚧 construction ; wip|⚓ anchor|🛟 ring_buoy|⛵ boat sailboat|🛶 canoe
🚤 speedboat|🛳️ passenger_ship|⛴️ ferry|🛥️ motor_boat|🚢 ship|✈️ airplane plane ; travel|🛩️ small_airplane|🛫 flight_departure airplane_departure|🛬 airplane_arriving flight_arrival airplane_arrival|🪂 parachute|💺 seat|🚁 helicopter
🚟 suspension_railway|🚠 mountain_cableway|🚡 aerial_tramway|🛰️ artificial_satellite|🚀 rocket ; ship launch|🛸 flying_saucer|🛎️ bellhop_bell|🧳 luggage|⌛ hourglass hourglass_done
⏳ hourglass_flowing_sand hourglass_not_done ; hourglass wait|⌚ watch|⏰ alarm_clock alarm ; clock|⏱️ stopwatch|⏲️ timer_clock|🕰️ mantelpiece_clock|🕛 clock12 twelve_oclock|🕧 clock1230 twelve_thirty|🕐 clock1 one_oclock
🕜 clock130 one_thirty|🕑 clock2 two_oclock|🕝 clock230 two_thirty|🕒 clock3 three_oclock|🕞 clock330 three_thirty|🕓 clock4 four_oclock|🕟 clock430 four_thirty|🕔 clock5 five_oclock|🕠 clock530 five_thirty|🕕 clock6 six_oclock
🕡 clock630 six_thirty|🕖 clock7 seven_oclock|🕢 clock730 seven_thirty|🕗 clock8 eight_oclock|🕣 clock830 eight_thirty|🕘 clock9 nine_oclock|🕤 clock930 nine_thirty|🕙 clock10 ten_oclock|🕥 clock1030 ten_thirty|🕚 clock11 eleven_oclock
🕦 clock1130 eleven_thirty|🌑 new_moon|🌒 waxing_crescent_moon|🌓 first_quarter_moon|🌔 moon waxing_gibbous_moon|🌕 full_moon|🌖 waning_gibbous_moon|🌗 last_quarter_moon|🌘 waning_crescent_moon|🌙 crescent_moon ; moon night
🌚 new_moon_with_face new_moon_face|🌛 first_quarter_moon_with_face first_quarter_moon_face|🌜 last_quarter_moon_with_face last_quarter_moon_face|🌡️ thermometer|☀️ sunny sun|🌝 full_moon_with_face full_moon_face|🌞 sun_with_face
🪐 ringed_planet|⭐ star|🌟 star2 glowing_star|🌠 stars shooting_star|🌌 milky_way|☁️ cloud|⛅ partly_sunny sun_behind_cloud|⛈️ thunder_cloud_and_rain cloud_with_lightning_and_rain|🌤️ white_sun_with_small_cloud sun_behind_small_cloud
🌥️ white_sun_behind_cloud sun_behind_large_cloud|🌦️ white_sun_behind_cloud_with_rain sun_behind_rain_cloud|🌧️ rain_cloud cloud_with_rain rain|🌨️ cloud_with_snow|🌩️ cloud_with_lightning|🌪️ cloud_with_tornado tornado|🌫️ fog
🌬️ wind_blowing_face wind_face|🌀 cyclone|🌈 rainbow|🌂 closed_umbrella|☂️ open_umbrella|☔ umbrella umbrella_with_rain_drops|⛱️ parasol_on_ground umbrella_on_ground|⚡ zap high_voltage ; fast|❄️ snowflake snow ; cold
☃️ snowman_with_snow|⛄ snowman snowman_without_snow|☄️ comet|🔥 fire ; hot|💧 droplet|🌊 ocean water_wave
# Activities
🎃 jack_o_lantern|🎄 christmas_tree|🎆 fireworks|🎇 sparkler|🧨 firecracker|✨ sparkles ; new|🎈 balloon|🎉 tada party_popper ; party celebrate|🎊 confetti_ball|🎋 tanabata_tree|🎍 bamboo pine_decoration|🎎 dolls japanese_dolls
🎏 flags carp_streamer|🎐 wind_chime|🎑 rice_scene moon_viewing_ceremony|🧧 red_envelope|🎀 ribbon|🎁 gift wrapped_gift ; present|🎗️ reminder_ribbon|🎟️ tickets admission_tickets|🎫 ticket|🎖️ medal_military military_medal|🏆 trophy ; win
🏅 medal_sports sports_medal|🥇 1st_place_medal|🥈 2nd_place_medal|🥉 3rd_place_medal|⚽ soccer soccer_ball ; football|⚾ baseball|🥎 softball|🏀 basketball|🏐 volleyball|🏈 football american_football|🏉 rugby_football|🎾 tennis|🥏 flying_disc
🎳 bowling|🏏 cricket_bat_and_ball cricket_game|🏑 field_hockey_stick_and_ball field_hockey|🏒 ice_hockey_stick_and_puck ice_hockey|🥍 lacrosse|🏓 table_tennis_paddle_and_ball ping_pong|🏸 badminton_racquet_and_shuttlecock badminton
🥊 boxing_glove|🥋 martial_arts_uniform|🥅 goal_net|⛳ golf flag_in_hole|⛸️ ice_skate|🎣 fishing_pole_and_fish fishing_pole|🤿 diving_mask|🎽 running_shirt_with_sash running_shirt|🎿 ski skis|🛷 sled|🥌 curling_stone|🎯 dart bullseye|🪀 yo_yo
🪁 kite|🔫 gun water_pistol|🎱 8ball pool_8_ball|🔮 crystal_ball|🪄 magic_wand|🎮 video_game game|🕹️ joystick|🎰 slot_machine|🎲 game_die|🧩 jigsaw puzzle_piece|🧸 teddy_bear|🪅 pinata|🪩 mirror_ball|🪆 nesting_dolls|♠️ spades spade_suit
♥️ hearts heart_suit|♦️ diamonds diamond_suit|♣️ clubs club_suit|♟️ chess_pawn|🃏 black_joker joker|🀄 mahjong mahjong_red_dragon|🎴 flower_playing_cards|🎭 performing_arts|🖼️ frame_with_picture framed_picture|🎨 art artist_palette
🧵 thread|🪡 sewing_needle|🧶 yarn|🪢 knot
# Objects
👓 eyeglasses glasses|🕶️ dark_sunglasses|🥽 goggles|🥼 lab_coat|🦺 safety_vest|👔 necktie|👕 tshirt shirt t_shirt|👖 jeans|🧣 scarf|🧤 gloves|🧥 coat|🧦 socks|👗 dress|👘 kimono|🥻 sari|🩱 one_piece_swimsuit|🩲 swim_brief briefs|🩳 shorts|👙 bikini
👚 womans_clothes|🪭 folding_hand_fan|👛 purse|👜 handbag|👝 pouch clutch_bag|🛍️ shopping shopping_bags|🎒 school_satchel backpack|🩴 thong_sandal|👞 mans_shoe shoe|👟 athletic_shoe running_shoe|🥾 hiking_boot|🥿 flat_shoe
👠 high_heel high_heeled_shoe|👡 sandal womans_sandal|🩰 ballet_shoes|👢 boot womans_boot|🪮 hair_pick|👑 crown|👒 womans_hat|🎩 tophat top_hat|🎓 mortar_board graduation_cap|🧢 billed_cap|🪖 military_helmet
⛑️ helmet_with_white_cross rescue_worker_helmet rescue_workers_helmet|📿 prayer_beads|💄 lipstick|💍 ring|💎 gem gem_stone|🔇 mute muted_speaker|🔈 speaker speaker_low_volume|🔉 sound speaker_medium_volume
🔊 loud_sound speaker_high_volume|📢 loudspeaker|📣 mega megaphone announce|📯 postal_horn|🔔 bell|🔕 no_bell bell_with_slash|🎼 musical_score|🎵 musical_note music|🎶 notes musical_notes|🎙️ studio_microphone|🎚️ level_slider
🎛️ control_knobs|🎤 microphone|🎧 headphones headphone|📻 radio|🎷 saxophone|🪗 accordion|🎸 guitar|🎹 musical_keyboard|🎺 trumpet|🎻 violin|🪕 banjo|🥁 drum|🪘 long_drum|🪇 maracas|🪈 flute|📱 iphone mobile_phone ; phone
📲 calling mobile_phone_with_arrow|☎️ phone telephone|📞 telephone_receiver|📟 pager|📠 fax fax_machine|🔋 battery|🪫 low_battery|🔌 electric_plug|💻 computer laptop|🖥️ desktop_computer|🖨️ printer|⌨️ keyboard
🖱️ three_button_mouse computer_mouse|🖲️ trackball|💽 minidisc computer_disk|💾 floppy_disk|💿 cd optical_disk|📀 dvd|🧮 abacus|🎥 movie_camera|🎞️ film_strip film_frames|📽️ film_projector|🎬 clapper clapper_board|📺 tv television|📷 camera
📸 camera_flash camera_with_flash|📹 video_camera|📼 vhs videocassette|🔍 mag magnifying_glass_tilted_left|🔎 mag_right magnifying_glass_tilted_right|🕯️ candle|💡 bulb light_bulb idea|🔦 flashlight
🏮 izakaya_lantern lantern red_paper_lantern|🪔 diya_lamp|📔 notebook_with_decorative_cover|📕 closed_book|📖 book open_book|📗 green_book|📘 blue_book|📙 orange_book|📚 books|📓 notebook|📒 ledger|📃 page_with_curl|📜 scroll|📄 page_facing_up
📰 newspaper|🗞️ rolled_up_newspaper newspaper_roll|📑 bookmark_tabs|🔖 bookmark|🏷️ label|💰 moneybag money_bag|🪙 coin|💴 yen yen_banknote|💵 dollar dollar_banknote|💶 euro euro_banknote|💷 pound pound_banknote|💸 money_with_wings
💳 credit_card|🧾 receipt|💹 chart chart_increasing_with_yen|✉️ envelope|📧 email e_mail ; e-mail|📨 incoming_envelope|📩 envelope_with_arrow|📤 outbox_tray|📥 inbox_tray|📦 package|📫 mailbox closed_mailbox_with_raised_flag
📪 mailbox_closed closed_mailbox_with_lowered_flag|📬 mailbox_with_mail open_mailbox_with_raised_flag|📭 mailbox_with_no_mail open_mailbox_with_lowered_flag|📮 postbox|🗳️ ballot_box ballot_box_with_ballot|✏️ pencil2|✒️ black_nib
🖋️ lower_left_fountain_pen fountain_pen|🖊️ lower_left_ballpoint_pen pen|🖌️ lower_left_paintbrush paintbrush|🖍️ lower_left_crayon crayon|📝 memo pencil ; note write|💼 briefcase|📁 file_folder|📂 open_file_folder|🗂️ card_index_dividers
📅 date ; calendar|📆 calendar tear_off_calendar|🗒️ spiral_note_pad spiral_notepad|🗓️ spiral_calendar_pad spiral_calendar|📇 card_index|📈 chart_with_upwards_trend chart_increasing ; chart up growth
📉 chart_with_downwards_trend chart_decreasing chartdown|📊 bar_chart|📋 clipboard|📌 pushpin pin|📍 round_pushpin|📎 paperclip|🖇️ paperclips linked_paperclips|📏 straight_ruler|📐 triangular_ruler|✂️ scissors|🗃️ card_file_box
🗄️ file_cabinet|🗑️ wastebasket trash ; delete|🔒 lock locked ; secure|🔓 unlock unlocked|🔏 lock_with_ink_pen locked_with_pen|🔐 closed_lock_with_key locked_with_key|🔑 key|🗝️ old_key|🔨 hammer|🪓 axe|⛏️ pick|⚒️ hammer_and_pick
🛠️ hammer_and_wrench|🗡️ dagger_knife dagger|⚔️ crossed_swords|💣 bomb|🪃 boomerang|🏹 bow_and_arrow|🛡️ shield|🪚 carpentry_saw|🔧 wrench fix ; tool|🪛 screwdriver|🔩 nut_and_bolt|⚙️ gear|🗜️ compression clamp|⚖️ scales balance_scale
🦯 probing_cane white_cane|🔗 link|⛓️ chains|🪝 hook|🧰 toolbox|🧲 magnet|🪜 ladder|⚗️ alembic|🧪 test_tube test ; experiment|🧫 petri_dish|🧬 dna|🔬 microscope|🔭 telescope|📡 satellite satellite_antenna|💉 syringe|🩸 drop_of_blood|💊 pill
🩹 adhesive_bandage|🩼 crutch|🩺 stethoscope|🩻 x_ray|🚪 door|🛗 elevator|🪞 mirror|🪟 window|🛏️ bed|🛋️ couch_and_lamp|🪑 chair|🚽 toilet|🪠 plunger|🚿 shower|🛁 bathtub|🪤 mouse_trap|🪒 razor|🧴 lotion_bottle|🧷 safety_pin|🧹 broom|🧺 basket
🧻 roll_of_paper|🪣 bucket|🧼 soap|🫧 bubbles|🪥 toothbrush|🧽 sponge|🧯 fire_extinguisher|🛒 shopping_cart|🚬 smoking cigarette|⚰️ coffin|🪦 headstone|⚱️ funeral_urn|🧿 nazar_amulet|🪬 hamsa|🗿 moyai moai|🪧 placard|🪪 identification_card
# Symbols
🏧 atm atm_sign|🚮 put_litter_in_its_place litter_in_bin_sign|🚰 potable_water|♿ wheelchair wheelchair_symbol|🚹 mens mens_room|🚺 womens womens_room|🚻 restroom|🚼 baby_symbol|🚾 wc water_closet|🛂 passport_control|🛃 customs
🛄 baggage_claim|🛅 left_luggage|⚠️ warning ; careful|🚸 children_crossing|⛔ no_entry|🚫 no_entry_sign prohibited|🚳 no_bicycles|🚭 no_smoking|🚯 do_not_litter no_littering|🚱 non_potable_water|🚷 no_pedestrians|📵 no_mobile_phones
🔞 underage no_one_under_eighteen|☢️ radioactive_sign radioactive|☣️ biohazard_sign biohazard|⬆️ arrow_up up_arrow|↗️ arrow_upper_right up_right_arrow|➡️ arrow_right right_arrow|↘️ arrow_lower_right down_right_arrow
⬇️ arrow_down down_arrow|↙️ arrow_lower_left down_left_arrow|⬅️ arrow_left left_arrow|↖️ arrow_upper_left up_left_arrow|↕️ arrow_up_down up_down_arrow|↔️ left_right_arrow|↩️ leftwards_arrow_with_hook right_arrow_curving_left
↪️ arrow_right_hook left_arrow_curving_right|⤴️ arrow_heading_up right_arrow_curving_up|⤵️ arrow_heading_down right_arrow_curving_down|🔃 arrows_clockwise clockwise_vertical_arrows
🔄 arrows_counterclockwise counterclockwise_arrows_button|🔙 back back_arrow|🔚 end end_arrow|🔛 on on_arrow|🔜 soon soon_arrow|🔝 top top_arrow|🛐 place_of_worship|⚛️ atom_symbol|🕉️ om_symbol om|✡️ star_of_david|☸️ wheel_of_dharma
☯️ yin_yang|✝️ latin_cross|☦️ orthodox_cross|☪️ star_and_crescent|☮️ peace_symbol|🕎 menorah_with_nine_branches menorah|🔯 six_pointed_star dotted_six_pointed_star|🪯 khanda|♈ aries|♉ taurus|♊ gemini|♋ cancer|♌ leo|♍ virgo|♎ libra
♏ scorpius scorpio|♐ sagittarius|♑ capricorn|♒ aquarius|♓ pisces|⛎ ophiuchus|🔀 twisted_rightwards_arrows shuffle_tracks_button|🔁 repeat repeat_button|🔂 repeat_one repeat_single_button|▶️ arrow_forward play_button
⏩ fast_forward fast_forward_button|⏭️ black_right_pointing_double_triangle_with_vertical_bar next_track_button|⏯️ black_right_pointing_triangle_with_double_vertical_bar play_or_pause_button|◀️ arrow_backward reverse_button
⏪ rewind fast_reverse_button|⏮️ previous_track_button black_left_pointing_double_triangle_with_vertical_bar last_track_button|🔼 arrow_up_small upwards_button|⏫ arrow_double_up fast_up_button|🔽 arrow_down_small downwards_button
⏬ arrow_double_down fast_down_button|⏸️ pause_button double_vertical_bar|⏹️ black_square_for_stop stop_button|⏺️ black_circle_for_record record_button|⏏️ eject_symbol eject_button|🎦 cinema|🔅 low_brightness dim_button
🔆 high_brightness bright_button|📶 signal_strength antenna_bars|🛜 wireless|📳 vibration_mode|📴 mobile_phone_off|♀️ female_sign|♂️ male_sign|⚧️ transgender_symbol|✖️ heavy_multiplication_x multiply|➕ heavy_plus_sign plus
➖ heavy_minus_sign minus|➗ heavy_division_sign divide|🟰 heavy_equals_sign|♾️ infinity|‼️ bangbang double_exclamation_mark|⁉️ interrobang exclamation_question_mark|❓ question red_question_mark|❔ grey_question white_question_mark
❕ grey_exclamation white_exclamation_mark|❗ exclamation heavy_exclamation_mark red_exclamation_mark ; important|〰️ wavy_dash|💱 currency_exchange|💲 heavy_dollar_sign|⚕️ medical_symbol|♻️ recycle recycling_symbol ; again
⚜️ fleur_de_lis|🔱 trident trident_emblem|📛 name_badge|🔰 beginner japanese_symbol_for_beginner|⭕ o hollow_red_circle|✅ white_check_mark check_mark_button check ; done ok|☑️ ballot_box_with_check check_box_with_check
✔️ heavy_check_mark check_mark|❌ x cross_mark cross ; no wrong|❎ negative_squared_cross_mark cross_mark_button|➰ curly_loop|➿ loop double_curly_loop|〽️ part_alternation_mark|✳️ eight_spoked_asterisk
✴️ eight_pointed_black_star eight_pointed_star|❇️ sparkle|©️ copyright|®️ registered|™️ tm trade_mark|#️⃣ hash keycap|*️⃣ asterisk|0️⃣ zero keycap_0|1️⃣ one keycap_1|2️⃣ two keycap_2|3️⃣ three keycap_3|4️⃣ four keycap_4
5️⃣ five keycap_5|6️⃣ six keycap_6|7️⃣ seven keycap_7|8️⃣ eight keycap_8|9️⃣ nine keycap_9|🔟 ten keycap_ten keycap_10|🔠 capital_abcd input_latin_uppercase|🔡 abcd input_latin_lowercase|🔢 1234 input_numbers|🔣 symbols input_symbols
🔤 abc input_latin_letters|🅰️ a a_button_blood_type|🆎 ab ab_button_blood_type|🅱️ b b_button_blood_type|🆑 cl cl_button|🆒 cool cool_button|🆓 free free_button|ℹ️ information_source information|🆔 id id_button|Ⓜ️ m circled_m
🆕 new new_button|🆖 ng ng_button|🅾️ o2 o_button_blood_type|🆗 ok ok_button|🅿️ parking p_button|🆘 sos sos_button|🆙 up up_button|🆚 vs vs_button|🈁 koko japanese_here_button|🈂️ sa japanese_service_charge_button
🈷️ u6708 japanese_monthly_amount_button|🈶 u6709 japanese_not_free_of_charge_button|🈯 u6307 japanese_reserved_button|🉐 ideograph_advantage japanese_bargain_button|🈹 u5272 japanese_discount_button
🈚 u7121 japanese_free_of_charge_button|🈲 u7981 japanese_prohibited_button|🉑 accept japanese_acceptable_button|🈸 u7533 japanese_application_button|🈴 u5408 japanese_passing_grade_button|🈳 u7a7a japanese_vacancy_button
㊗️ congratulations japanese_congratulations_button|㊙️ secret japanese_secret_button|🈺 u55b6 japanese_open_for_business_button|🈵 u6e80 japanese_no_vacancy_button|🔴 red_circle|🟠 orange_circle|🟡 yellow_circle
🟢 green_circle large_green_circle|🔵 blue_circle large_blue_circle|🟣 purple_circle|🟤 brown_circle|⚫ black_circle|⚪ white_circle|🟥 red_square|🟧 orange_square|🟨 yellow_square|🟩 green_square|🟦 blue_square|🟪 purple_square
🟫 brown_square|⬛ black_large_square|⬜ white_large_square|◼️ black_medium_square|◻️ white_medium_square|◾ black_medium_small_square|◽ white_medium_small_square|▪️ black_small_square|▫️ white_small_square|🔶 large_orange_diamond
🔷 large_blue_diamond|🔸 small_orange_diamond|🔹 small_blue_diamond|🔺 small_red_triangle red_triangle_pointed_up|🔻 small_red_triangle_down red_triangle_pointed_down|💠 diamond_shape_with_a_dot_inside diamond_with_a_dot|🔘 radio_button
🔳 white_square_button|🔲 black_square_button
# Flags
🏁 checkered_flag chequered_flag finish ; flag|🚩 triangular_flag_on_post triangular_flag|🎌 crossed_flags|🏴 waving_black_flag black_flag|🏳️ waving_white_flag white_flag|🏳️‍🌈 rainbow_flag|🏳️‍⚧️ transgender_flag|🏴‍☠️ pirate_flag
🇦🇨 flag_for_ascension_island ascension_island flag_ascension_island|🇦🇩 flag_for_andorra andorra flag_andorra|🇦🇪 flag_for_united_arab_emirates united_arab_emirates flag_united_arab_emirates
🇦🇫 flag_for_afghanistan afghanistan flag_afghanistan|🇦🇬 flag_for_antigua_and_barbuda antigua_barbuda flag_antigua_and_barbuda|🇦🇮 flag_for_anguilla anguilla flag_anguilla|🇦🇱 flag_for_albania albania flag_albania
🇦🇲 flag_for_armenia armenia flag_armenia|🇦🇴 flag_for_angola angola flag_angola|🇦🇶 flag_for_antarctica antarctica flag_antarctica|🇦🇷 flag_for_argentina argentina flag_argentina
🇦🇸 flag_for_american_samoa american_samoa flag_american_samoa|🇦🇹 flag_for_austria austria flag_austria|🇦🇺 flag_for_australia australia flag_australia|🇦🇼 flag_for_aruba aruba flag_aruba
🇦🇽 flag_for_aland_islands aland_islands flag_aland_islands|🇦🇿 flag_for_azerbaijan azerbaijan flag_azerbaijan|🇧🇦 flag_for_bosnia_and_herzegovina bosnia_herzegovina flag_bosnia_and_herzegovina
🇧🇧 flag_for_barbados barbados flag_barbados|🇧🇩 flag_for_bangladesh bangladesh flag_bangladesh|🇧🇪 flag_for_belgium belgium flag_belgium|🇧🇫 flag_for_burkina_faso burkina_faso flag_burkina_faso
🇧🇬 flag_for_bulgaria bulgaria flag_bulgaria|🇧🇭 flag_for_bahrain bahrain flag_bahrain|🇧🇮 flag_for_burundi burundi flag_burundi|🇧🇯 flag_for_benin benin flag_benin|🇧🇱 flag_for_st_barthelemy st_barthelemy flag_st_barthelemy
🇧🇲 flag_for_bermuda bermuda flag_bermuda|🇧🇳 flag_for_brunei brunei flag_brunei|🇧🇴 flag_for_bolivia bolivia flag_bolivia|🇧🇶 flag_for_caribbean_netherlands caribbean_netherlands flag_caribbean_netherlands
🇧🇷 flag_for_brazil brazil flag_brazil|🇧🇸 flag_for_bahamas bahamas flag_bahamas|🇧🇹 flag_for_bhutan bhutan flag_bhutan|🇧🇻 flag_for_bouvet_island bouvet_island flag_bouvet_island|🇧🇼 flag_for_botswana botswana flag_botswana
🇧🇾 flag_for_belarus belarus flag_belarus|🇧🇿 flag_for_belize belize flag_belize|🇨🇦 flag_for_canada canada flag_canada|🇨🇨 flag_for_cocos_islands cocos_islands flag_cocos_keeling_islands
🇨🇩 flag_for_congo_kinshasa congo_kinshasa flag_congo_kinshasa|🇨🇫 flag_for_central_african_republic central_african_republic flag_central_african_republic|🇨🇬 flag_for_congo_brazzaville congo_brazzaville flag_congo_brazzaville
🇨🇭 flag_for_switzerland switzerland flag_switzerland|🇨🇮 flag_for_cote_divoire cote_divoire flag_cote_divoire|🇨🇰 flag_for_cook_islands cook_islands flag_cook_islands|🇨🇱 flag_for_chile chile flag_chile
🇨🇲 flag_for_cameroon cameroon flag_cameroon|🇨🇳 flag_for_china cn flag_china|🇨🇴 flag_for_colombia colombia flag_colombia|🇨🇵 flag_for_clipperton_island clipperton_island flag_clipperton_island
🇨🇷 flag_for_costa_rica costa_rica flag_costa_rica|🇨🇺 flag_for_cuba cuba flag_cuba|🇨🇻 flag_for_cape_verde cape_verde flag_cape_verde|🇨🇼 flag_for_curacao curacao flag_curacao
🇨🇽 flag_for_christmas_island christmas_island flag_christmas_island|🇨🇾 flag_for_cyprus cyprus flag_cyprus|🇨🇿 flag_for_czech_republic czech_republic flag_czechia|🇩🇪 flag_for_germany de flag_germany
🇩🇬 flag_for_diego_garcia diego_garcia flag_diego_garcia|🇩🇯 flag_for_djibouti djibouti flag_djibouti|🇩🇰 flag_for_denmark denmark flag_denmark|🇩🇲 flag_for_dominica dominica flag_dominica
🇩🇴 flag_for_dominican_republic dominican_republic flag_dominican_republic|🇩🇿 flag_for_algeria algeria flag_algeria|🇪🇦 flag_for_ceuta_and_melilla ceuta_melilla flag_ceuta_and_melilla|🇪🇨 flag_for_ecuador ecuador flag_ecuador
🇪🇪 flag_for_estonia estonia flag_estonia|🇪🇬 flag_for_egypt egypt flag_egypt|🇪🇭 flag_for_western_sahara western_sahara flag_western_sahara|🇪🇷 flag_for_eritrea eritrea flag_eritrea|🇪🇸 flag_for_spain es flag_spain
🇪🇹 flag_for_ethiopia ethiopia flag_ethiopia|🇪🇺 flag_for_european_union eu european_union flag_european_union|🇫🇮 flag_for_finland finland flag_finland|🇫🇯 flag_for_fiji fiji flag_fiji
🇫🇰 flag_for_falkland_islands falkland_islands flag_falkland_islands|🇫🇲 flag_for_micronesia micronesia flag_micronesia|🇫🇴 flag_for_faroe_islands faroe_islands flag_faroe_islands|🇫🇷 flag_for_france fr flag_france
🇬🇦 flag_for_gabon gabon flag_gabon|🇬🇧 flag_for_united_kingdom gb uk flag_united_kingdom|🇬🇩 flag_for_grenada grenada flag_grenada|🇬🇪 flag_for_georgia georgia flag_georgia|🇬🇫 flag_for_french_guiana french_guiana flag_french_guiana
🇬🇬 flag_for_guernsey guernsey flag_guernsey|🇬🇭 flag_for_ghana ghana flag_ghana|🇬🇮 flag_for_gibraltar gibraltar flag_gibraltar|🇬🇱 flag_for_greenland greenland flag_greenland|🇬🇲 flag_for_gambia gambia flag_gambia
🇬🇳 flag_for_guinea guinea flag_guinea|🇬🇵 flag_for_guadeloupe guadeloupe flag_guadeloupe|🇬🇶 flag_for_equatorial_guinea equatorial_guinea flag_equatorial_guinea|🇬🇷 flag_for_greece greece flag_greece
🇬🇸 flag_for_south_georgia_and_south_sandwich_islands south_georgia_south_sandwich_islands flag_south_georgia_and_south_sandwich_islands|🇬🇹 flag_for_guatemala guatemala flag_guatemala|🇬🇺 flag_for_guam guam flag_guam
🇬🇼 flag_for_guinea_bissau guinea_bissau flag_guinea_bissau|🇬🇾 flag_for_guyana guyana flag_guyana|🇭🇰 flag_for_hong_kong hong_kong flag_hong_kong_sar_china
🇭🇲 flag_for_heard_and_mcdonald_islands heard_mcdonald_islands flag_heard_and_mcdonald_islands|🇭🇳 flag_for_honduras honduras flag_honduras|🇭🇷 flag_for_croatia croatia flag_croatia|🇭🇹 flag_for_haiti haiti flag_haiti
🇭🇺 flag_for_hungary hungary flag_hungary|🇮🇨 flag_for_canary_islands canary_islands flag_canary_islands|🇮🇩 flag_for_indonesia indonesia flag_indonesia|🇮🇪 flag_for_ireland ireland flag_ireland|🇮🇱 flag_for_israel israel flag_israel
🇮🇲 flag_for_isle_of_man isle_of_man flag_isle_of_man|🇮🇳 flag_for_india india flag_india|🇮🇴 flag_for_british_indian_ocean_territory british_indian_ocean_territory flag_british_indian_ocean_territory|🇮🇶 flag_for_iraq iraq flag_iraq
🇮🇷 flag_for_iran iran flag_iran|🇮🇸 flag_for_iceland iceland flag_iceland|🇮🇹 flag_for_italy it flag_italy|🇯🇪 flag_for_jersey jersey flag_jersey|🇯🇲 flag_for_jamaica jamaica flag_jamaica|🇯🇴 flag_for_jordan jordan flag_jordan
🇯🇵 flag_for_japan jp flag_japan|🇰🇪 flag_for_kenya kenya flag_kenya|🇰🇬 flag_for_kyrgyzstan kyrgyzstan flag_kyrgyzstan|🇰🇭 flag_for_cambodia cambodia flag_cambodia|🇰🇮 flag_for_kiribati kiribati flag_kiribati
🇰🇲 flag_for_comoros comoros flag_comoros|🇰🇳 flag_for_st_kitts_and_nevis st_kitts_nevis flag_st_kitts_and_nevis|🇰🇵 flag_for_north_korea north_korea flag_north_korea|🇰🇷 flag_for_south_korea kr flag_south_korea
🇰🇼 flag_for_kuwait kuwait flag_kuwait|🇰🇾 flag_for_cayman_islands cayman_islands flag_cayman_islands|🇰🇿 flag_for_kazakhstan kazakhstan flag_kazakhstan|🇱🇦 flag_for_laos laos flag_laos|🇱🇧 flag_for_lebanon lebanon flag_lebanon
🇱🇨 flag_for_st_lucia st_lucia flag_st_lucia|🇱🇮 flag_for_liechtenstein liechtenstein flag_liechtenstein|🇱🇰 flag_for_sri_lanka sri_lanka flag_sri_lanka|🇱🇷 flag_for_liberia liberia flag_liberia
🇱🇸 flag_for_lesotho lesotho flag_lesotho|🇱🇹 flag_for_lithuania lithuania flag_lithuania|🇱🇺 flag_for_luxembourg luxembourg flag_luxembourg|🇱🇻 flag_for_latvia latvia flag_latvia|🇱🇾 flag_for_libya libya flag_libya
🇲🇦 flag_for_morocco morocco flag_morocco|🇲🇨 flag_for_monaco monaco flag_monaco|🇲🇩 flag_for_moldova moldova flag_moldova|🇲🇪 flag_for_montenegro montenegro flag_montenegro|🇲🇫 flag_for_st_martin st_martin flag_st_martin
🇲🇬 flag_for_madagascar madagascar flag_madagascar|🇲🇭 flag_for_marshall_islands marshall_islands flag_marshall_islands|🇲🇰 flag_for_macedonia macedonia flag_north_macedonia|🇲🇱 flag_for_mali mali flag_mali
🇲🇲 flag_for_myanmar myanmar flag_myanmar_burma|🇲🇳 flag_for_mongolia mongolia flag_mongolia|🇲🇴 flag_for_macau macau flag_macao_sar_china|🇲🇵 flag_for_northern_mariana_islands northern_mariana_islands flag_northern_mariana_islands
🇲🇶 flag_for_martinique martinique flag_martinique|🇲🇷 flag_for_mauritania mauritania flag_mauritania|🇲🇸 flag_for_montserrat montserrat flag_montserrat|🇲🇹 flag_for_malta malta flag_malta
🇲🇺 flag_for_mauritius mauritius flag_mauritius|🇲🇻 flag_for_maldives maldives flag_maldives|🇲🇼 flag_for_malawi malawi flag_malawi|🇲🇽 flag_for_mexico mexico flag_mexico|🇲🇾 flag_for_malaysia malaysia flag_malaysia
🇲🇿 flag_for_mozambique mozambique flag_mozambique|🇳🇦 flag_for_namibia namibia flag_namibia|🇳🇨 flag_for_new_caledonia new_caledonia flag_new_caledonia|🇳🇪 flag_for_niger niger flag_niger
🇳🇫 flag_for_norfolk_island norfolk_island flag_norfolk_island|🇳🇬 flag_for_nigeria nigeria flag_nigeria|🇳🇮 flag_for_nicaragua nicaragua flag_nicaragua|🇳🇱 flag_for_netherlands netherlands flag_netherlands
🇳🇴 flag_for_norway norway flag_norway|🇳🇵 flag_for_nepal nepal flag_nepal|🇳🇷 flag_for_nauru nauru flag_nauru|🇳🇺 flag_for_niue niue flag_niue|🇳🇿 flag_for_new_zealand new_zealand flag_new_zealand|🇴🇲 flag_for_oman oman flag_oman
🇵🇦 flag_for_panama panama flag_panama|🇵🇪 flag_for_peru peru flag_peru|🇵🇫 flag_for_french_polynesia french_polynesia flag_french_polynesia|🇵🇬 flag_for_papua_new_guinea papua_new_guinea flag_papua_new_guinea
🇵🇭 flag_for_philippines philippines flag_philippines|🇵🇰 flag_for_pakistan pakistan flag_pakistan|🇵🇱 flag_for_poland poland flag_poland|🇵🇲 flag_for_st_pierre_and_miquelon st_pierre_miquelon flag_st_pierre_and_miquelon
🇵🇳 flag_for_pitcairn_islands pitcairn_islands flag_pitcairn_islands|🇵🇷 flag_for_puerto_rico puerto_rico flag_puerto_rico|🇵🇸 flag_for_palestinian_territories palestinian_territories flag_palestinian_territories
🇵🇹 flag_for_portugal portugal flag_portugal|🇵🇼 flag_for_palau palau flag_palau|🇵🇾 flag_for_paraguay paraguay flag_paraguay|🇶🇦 flag_for_qatar qatar flag_qatar|🇷🇪 flag_for_reunion reunion flag_reunion
🇷🇴 flag_for_romania romania flag_romania|🇷🇸 flag_for_serbia serbia flag_serbia|🇷🇺 flag_for_russia ru flag_russia|🇷🇼 flag_for_rwanda rwanda flag_rwanda|🇸🇦 flag_for_saudi_arabia saudi_arabia flag_saudi_arabia
🇸🇧 flag_for_solomon_islands solomon_islands flag_solomon_islands|🇸🇨 flag_for_seychelles seychelles flag_seychelles|🇸🇩 flag_for_sudan sudan flag_sudan|🇸🇪 flag_for_sweden sweden flag_sweden
🇸🇬 flag_for_singapore singapore flag_singapore|🇸🇭 flag_for_st_helena st_helena flag_st_helena|🇸🇮 flag_for_slovenia slovenia flag_slovenia|🇸🇯 flag_for_svalbard_and_jan_mayen svalbard_jan_mayen flag_svalbard_and_jan_mayen
🇸🇰 flag_for_slovakia slovakia flag_slovakia|🇸🇱 flag_for_sierra_leone sierra_leone flag_sierra_leone|🇸🇲 flag_for_san_marino san_marino flag_san_marino|🇸🇳 flag_for_senegal senegal flag_senegal
🇸🇴 flag_for_somalia somalia flag_somalia|🇸🇷 flag_for_suriname suriname flag_suriname|🇸🇸 flag_for_south_sudan south_sudan flag_south_sudan|🇸🇹 flag_for_sao_tome_and_principe sao_tome_principe flag_sao_tome_and_principe
🇸🇻 flag_for_el_salvador el_salvador flag_el_salvador|🇸🇽 flag_for_sint_maarten sint_maarten flag_sint_maarten|🇸🇾 flag_for_syria syria flag_syria|🇸🇿 flag_for_swaziland swaziland flag_eswatini
🇹🇦 flag_for_tristan_da_cunha tristan_da_cunha flag_tristan_da_cunha|🇹🇨 flag_for_turks_and_caicos_islands turks_caicos_islands flag_turks_and_caicos_islands|🇹🇩 flag_for_chad chad flag_chad
🇹🇫 flag_for_french_southern_territories french_southern_territories flag_french_southern_territories|🇹🇬 flag_for_togo togo flag_togo|🇹🇭 flag_for_thailand thailand flag_thailand|🇹🇯 flag_for_tajikistan tajikistan flag_tajikistan
🇹🇰 flag_for_tokelau tokelau flag_tokelau|🇹🇱 flag_for_timor_leste timor_leste flag_timor_leste|🇹🇲 flag_for_turkmenistan turkmenistan flag_turkmenistan|🇹🇳 flag_for_tunisia tunisia flag_tunisia|🇹🇴 flag_for_tonga tonga flag_tonga
🇹🇷 flag_for_turkey tr flag_turkey|🇹🇹 flag_for_trinidad_and_tobago trinidad_tobago flag_trinidad_and_tobago|🇹🇻 flag_for_tuvalu tuvalu flag_tuvalu|🇹🇼 flag_for_taiwan taiwan flag_taiwan|🇹🇿 flag_for_tanzania tanzania flag_tanzania
🇺🇦 flag_for_ukraine ukraine flag_ukraine|🇺🇬 flag_for_uganda uganda flag_uganda|🇺🇲 flag_for_u_s_outlying_islands us_outlying_islands flag_u_s_outlying_islands|🇺🇳 united_nations flag_united_nations
🇺🇸 flag_for_united_states us flag_united_states|🇺🇾 flag_for_uruguay uruguay flag_uruguay|🇺🇿 flag_for_uzbekistan uzbekistan flag_uzbekistan|🇻🇦 flag_for_vatican_city vatican_city flag_vatican_city
🇻🇨 flag_for_st_vincent_and_grenadines st_vincent_grenadines flag_st_vincent_and_grenadines|🇻🇪 flag_for_venezuela venezuela flag_venezuela|🇻🇬 flag_for_british_virgin_islands british_virgin_islands flag_british_virgin_islands
🇻🇮 flag_for_u_s_virgin_islands us_virgin_islands flag_u_s_virgin_islands|🇻🇳 flag_for_vietnam vietnam flag_vietnam|🇻🇺 flag_for_vanuatu vanuatu flag_vanuatu|🇼🇫 flag_for_wallis_and_futuna wallis_futuna flag_wallis_and_futuna
🇼🇸 flag_for_samoa samoa flag_samoa|🇽🇰 flag_for_kosovo kosovo flag_kosovo|🇾🇪 flag_for_yemen yemen flag_yemen|🇾🇹 flag_for_mayotte mayotte flag_mayotte|🇿🇦 flag_for_south_africa south_africa flag_south_africa
🇿🇲 flag_for_zambia zambia flag_zambia|🇿🇼 flag_for_zimbabwe zimbabwe flag_zimbabwe|🏴󠁧󠁢󠁥󠁮󠁧󠁿 england flag_england|🏴󠁧󠁢󠁳󠁣󠁴󠁿 scotland flag_scotland|🏴󠁧󠁢󠁷󠁬󠁳󠁿 wales flag_wales
`;
