/// What is counted one by one, by the hour.
enum HourlyCount {
  case newRooms, contacts, signIns, codes

  var limit: Limit {
    switch self {
    case .newRooms: .newRooms
    case .contacts: .contacts
    case .signIns: .signIns
    case .codes: .codes
    }
  }
}
