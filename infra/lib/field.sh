# shellcheck shell=bash
# Other people's software for the suite `field`, as Debian has it; the rest comes from PyPI.

need_field_tools() {
  need_packages apache2-bin chromium curl hitch lighttpd lighttpd-mod-openssl openssl varnish
}
