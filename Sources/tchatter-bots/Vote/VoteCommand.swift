/// What somebody asks of the vote bot.
enum VoteCommand: Equatable {
  /// What is asked about one vote, which may be left out where it is clear.
  enum Deed: String, CaseIterable {
    case reveal, result, again, cancel, remind
  }

  enum ExportForm: String, CaseIterable { case json, csv }

  case start(VotePlan)
  case cast(VoteID?, choice: String)
  case about(Deed, VoteID?)
  case export(VoteID?, ExportForm)
  case list
  case help
}
