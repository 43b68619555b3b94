import HTTP

/// What every response says beside its content, errors included (threats 11, 31): the page may load and reach nothing
/// but this host, run no inline script, and be framed by nobody; and nothing is guessed, cached or leaked.
package enum SecurityFields {
  package static let fields: Fields = [
    "Content-Security-Policy":
      """
    default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; \
    media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'
    """,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
  ]
}
