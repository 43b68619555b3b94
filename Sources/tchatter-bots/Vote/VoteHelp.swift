/// What the bot says when it is asked what it can do.
enum VoteHelp {
  static func text(botName: String) -> String {
    """
    In a room, after @\(botName):
    start new vote "title" https://… – and after it, as you like: scale 1,2,3,5,8 (or fibonacci, shirts, s=small,l=large) · \
    quorum 3 (or all) · deadline 2h · remind 30m (or never)
    By direct message to me:
    vote 2 – or vote v7 2 where several votes are open; vote again to change it
    In both:
    reveal v7 – shows all votes · result v7 · again v7 – another round · cancel v7 · \
    remind v7 – those who have not voted, each at most once an hour
    list · export v7 json (or csv) · help
    The id can be left out where only one vote is open.
    """
  }
}
