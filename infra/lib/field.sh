# shellcheck shell=bash
# Other people's software for the suite `field`, as Debian has it; the rest comes from PyPI.

need_field_tools() {
  need_packages apache2-bin chromium curl hitch lighttpd lighttpd-mod-openssl openssl varnish
}

# What a long run tries besides.
need_long_field_tools() {
  need_packages gir1.2-soup-3.0 libmojolicious-perl node-ws python3-gi ruby-faye-websocket webkit2gtk-driver xvfb
  # Clients in C, Go, Java and Qt.
  need_packages gcc libc6-dev libwebsockets-dev golang-go golang-github-gorilla-websocket-dev golang-nhooyr-websocket-dev \
    default-jdk-headless libgoogle-gson-java python3-pyqt6.qtwebsockets
  # Clients in Lua and Perl.
  need_packages libanyevent-websocket-client-perl lua-basexx lua-cjson lua-http lua5.2 golang-golang-x-net-dev
  need_packages nghttp2-proxy squid-openssl
}
