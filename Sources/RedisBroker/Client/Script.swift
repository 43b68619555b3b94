/// The scripts that run inside Redis; each is a file in `Scripts`, and says there what it does.
enum Script: Int, CaseIterable {
  case publish, synchronize, amend
  case sessionCreate, sessionFind, sessionEnd, nameHolder
  case presence
  case directRecord, directList, roomsNote, maintenanceSet
  case hookAdd, hookRemove, hookList, hookUse
  case botRead, botCommit, botAgenda

  var source: [UInt8] {
    switch self {
    case .publish: PackageResources.publish_lua
    case .synchronize: PackageResources.synchronize_lua
    case .amend: PackageResources.amend_lua
    case .sessionCreate: PackageResources.session_create_lua
    case .sessionFind: PackageResources.session_find_lua
    case .sessionEnd: PackageResources.session_end_lua
    case .nameHolder: PackageResources.name_holder_lua
    case .presence: PackageResources.presence_lua
    case .directRecord: PackageResources.direct_record_lua
    case .directList: PackageResources.direct_list_lua
    case .roomsNote: PackageResources.rooms_note_lua
    case .maintenanceSet: PackageResources.maintenance_set_lua
    case .hookAdd: PackageResources.hook_add_lua
    case .hookRemove: PackageResources.hook_remove_lua
    case .hookList: PackageResources.hook_list_lua
    case .hookUse: PackageResources.hook_use_lua
    case .botRead: PackageResources.bot_read_lua
    case .botCommit: PackageResources.bot_commit_lua
    case .botAgenda: PackageResources.bot_agenda_lua
    }
  }
}
