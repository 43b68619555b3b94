/// The page's files, as they are part of the program.
enum VotePage {
  static let contents: [String: [UInt8]] = [
    "index.html": PackageResources.index_html,
    "votes.css": PackageResources.votes_css,
    "votes.js": PackageResources.votes_js,
    "votes-client.js": PackageResources.votes_client_js,
    "refresher.js": PackageResources.refresher_js,
    "event-stream.js": PackageResources.event_stream_js,
    "votes-view.js": PackageResources.votes_view_js,
    "vote-details.js": PackageResources.vote_details_js,
    "vote-elements.js": PackageResources.vote_elements_js,
    "statistics-view.js": PackageResources.statistics_view_js,
  ]
}
