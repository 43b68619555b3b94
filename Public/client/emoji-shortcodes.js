/** The common `:shortcodes:` of other chats: an emoji, and what it is called there. */
const table = `
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|😂 joy|🤣 rofl rolling_on_the_floor_laughing
🙂 slightly_smiling_face|🙃 upside_down_face upside_down|😉 wink|😊 blush|😇 innocent|🥰 smiling_face_with_three_hearts|😍 heart_eyes
🤩 star_struck|😘 kissing_heart|😋 yum|😛 stuck_out_tongue|😜 stuck_out_tongue_winking_eye|🤪 zany_face|🤑 money_mouth_face
🤗 hugs hugging_face|🤭 hand_over_mouth|🤫 shushing_face|🤔 thinking thinking_face|🤐 zipper_mouth_face|🤨 raised_eyebrow|😐 neutral_face
😑 expressionless|😶 no_mouth|😏 smirk|😒 unamused|🙄 roll_eyes rolling_eyes|😬 grimacing|😌 relieved|😔 pensive|😪 sleepy|😴 sleeping
😷 mask|🤒 face_with_thermometer|🤕 face_with_head_bandage|🤢 nauseated_face|🤮 vomiting_face|🤧 sneezing_face|🥵 hot_face|🥶 cold_face
🤯 exploding_head|🤠 cowboy_hat_face|🥳 partying_face|😎 sunglasses|🤓 nerd_face|🧐 monocle_face|😕 confused|😟 worried
🙁 slightly_frowning_face|☹️ frowning_face|😮 open_mouth|😯 hushed|😲 astonished|😳 flushed|🥺 pleading_face|😨 fearful|😰 cold_sweat
😥 disappointed_relieved|😢 cry|😭 sob|😱 scream|😖 confounded|😣 persevere|😞 disappointed|😓 sweat|😩 weary|😫 tired_face|🥱 yawning_face
😤 triumph|😡 rage pout|😠 angry|🤬 cursing_face|😈 smiling_imp|💀 skull|💩 poop hankey|🤡 clown_face|👻 ghost|👽 alien|🤖 robot robot_face
😺 smiley_cat|🙈 see_no_evil|🙉 hear_no_evil|🙊 speak_no_evil|💋 kiss|💌 love_letter|💘 cupid|💖 sparkling_heart|💗 heartpulse|💕 two_hearts
❤️ heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart|🖤 black_heart|🤍 white_heart|💔 broken_heart
💯 100|💢 anger|💥 boom collision|💫 dizzy|💦 sweat_drops|💨 dash|💣 bomb|💬 speech_balloon|💭 thought_balloon|💤 zzz
👋 wave|✋ raised_hand hand|🖖 vulcan_salute|👌 ok_hand|🤌 pinched_fingers|✌️ v|🤞 crossed_fingers|🤟 love_you_gesture|🤘 metal
🤙 call_me_hand|👈 point_left|👉 point_right|👆 point_up_2|👇 point_down|☝️ point_up|👍 +1 thumbsup|👎 -1 thumbsdown
✊ fist|👊 facepunch punch|👏 clap|🙌 raised_hands|🫶 heart_hands|👐 open_hands|🤝 handshake|🙏 pray|✍️ writing_hand|💅 nail_care
💪 muscle|👀 eyes|👁️ eye|🧠 brain|🤦 facepalm face_palm|🤷 shrug|🙋 raising_hand|🙇 bow|💁 tipping_hand_person|🏃 running runner|💃 dancer
👑 crown|🎩 tophat|💍 ring|💎 gem|🐶 dog|🐱 cat|🐭 mouse|🦊 fox_face|🐻 bear|🐼 panda_face|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey_face
🐔 chicken|🐧 penguin|🦆 duck|🦉 owl|🐺 wolf|🐴 horse|🦄 unicorn|🐝 bee honeybee|🐛 bug|🦋 butterfly|🐌 snail|🐞 lady_beetle|🐢 turtle
🐍 snake|🦖 t-rex|🐙 octopus|🦀 crab|🐟 fish|🐬 dolphin|🐳 whale|🐘 elephant|🦥 sloth|🌹 rose|🌻 sunflower|🌸 cherry_blossom|🌱 seedling
🌲 evergreen_tree|🌵 cactus|🍀 four_leaf_clover|🍁 maple_leaf|🍄 mushroom|🌍 earth_africa|🌎 earth_americas|🌏 earth_asia
🌙 crescent_moon|⭐ star|🌟 star2|✨ sparkles|⚡ zap|🔥 fire|🌈 rainbow|☀️ sunny|☁️ cloud|🌧️ rain_cloud|❄️ snowflake|⛄ snowman|💧 droplet|🌊 ocean
🍏 green_apple|🍎 apple|🍌 banana|🍇 grapes|🍓 strawberry|🥑 avocado|🌶️ hot_pepper|🥐 croissant|🍞 bread|🧀 cheese|🥓 bacon|🍔 hamburger
🍟 fries|🍕 pizza|🌭 hotdog|🌮 taco|🍣 sushi|🍦 icecream|🍩 doughnut|🍪 cookie|🎂 birthday|🍰 cake|🍫 chocolate_bar|🍿 popcorn|☕ coffee|🍵 tea
🍺 beer|🍻 beers|🥂 clinking_glasses|🍷 wine_glass|🍾 champagne|🎉 tada|🎊 confetti_ball|🎈 balloon|🎁 gift|🏆 trophy|🥇 1st_place_medal
🥈 2nd_place_medal|🥉 3rd_place_medal|⚽ soccer|🏀 basketball|🎯 dart|🎮 video_game|🎲 game_die|🎵 musical_note|🎶 notes|🎤 microphone|🎧 headphones
🎸 guitar|🎨 art|🎬 clapper|🚗 car red_car|🚕 taxi|🚌 bus|🚲 bike|🚂 steam_locomotive|✈️ airplane|🚀 rocket|🛸 flying_saucer|⚓ anchor|🚢 ship
🏠 house|🏢 office|🏖️ beach_umbrella|⏰ alarm_clock|⌛ hourglass|⏳ hourglass_flowing_sand|⌚ watch|📱 iphone|💻 computer laptop|🖥️ desktop_computer
🖨️ printer|💾 floppy_disk|📷 camera|☎️ phone|🔋 battery|🔌 electric_plug|💡 bulb|🔦 flashlight|💰 moneybag|💸 money_with_wings|💳 credit_card
✉️ envelope|📧 email e-mail|📦 package|📝 memo pencil|📁 file_folder|📅 date|📆 calendar|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend
📊 bar_chart|📋 clipboard|📌 pushpin|📎 paperclip|✂️ scissors|🗑️ wastebasket|🔒 lock|🔓 unlock|🔑 key|🔨 hammer|🔧 wrench|🔩 nut_and_bolt|⚙️ gear|🔗 link
🧪 test_tube|🔬 microscope|🔭 telescope|💉 syringe|💊 pill|🧹 broom|🛒 shopping_cart|🔍 mag|🔎 mag_right|📣 mega|📢 loudspeaker|🔔 bell|🔕 no_bell
📖 book|📚 books|📰 newspaper|🏁 checkered_flag|🚩 triangular_flag_on_post|🏳️‍🌈 rainbow_flag|✅ white_check_mark|☑️ ballot_box_with_check|✔️ heavy_check_mark
❌ x|❎ negative_squared_cross_mark|➕ heavy_plus_sign|➖ heavy_minus_sign|❓ question|❗ exclamation heavy_exclamation_mark|‼️ bangbang|⚠️ warning
🚫 no_entry_sign|⛔ no_entry|🛑 stop_sign octagonal_sign|🚧 construction|🚨 rotating_light|♻️ recycle|🆗 ok|🆕 new|🆒 cool|🆘 sos|🔴 red_circle
🟠 orange_circle|🟡 yellow_circle|🟢 green_circle large_green_circle|🔵 blue_circle large_blue_circle|⚫ black_circle|⚪ white_circle
⬆️ arrow_up|⬇️ arrow_down|⬅️ arrow_left|➡️ arrow_right|🔄 arrows_counterclockwise|🔁 repeat|▶️ arrow_forward|⏸️ pause_button|🔝 top|🔜 soon
`;

/** Of each emoji, what it is called. @type {[string, string[]][]} */
export const shortcodesByEmoji = table.trim().split(/[|\n]/).map((entry) => {
  const [emoji, ...names] = entry.trim().split(" ");
  return [emoji, names];
});

/** The emoji of a shortcode. @type {Map<string, string>} */
export const shortcodes = new Map(shortcodesByEmoji.flatMap(([emoji, names]) => names.map((name) => /** @type {const} */ ([name, emoji]))));
