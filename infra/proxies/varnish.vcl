# Varnish before the instances: /etc/varnish/default.vcl, with varnishd -a :80 -a tls=127.0.0.1:6086,PROXY
# Varnish speaks no TLS; hitch (hitch.conf) does, and tells it who the client is.
vcl 4.1;

import directors;

probe health {
    # 404 says that an instance drains.
    .url = "/health";
    .interval = 1s;
    .timeout = 1s;
    .window = 2;
    .threshold = 1;
}

backend first {
    .host = "127.0.0.1";
    .port = "8181";
    .probe = health;
    .connect_timeout = 2s;
    # A long-poll is silent for 25 s.
    .first_byte_timeout = 90s;
}

backend second {
    .host = "127.0.0.1";
    .port = "8182";
    .probe = health;
    .connect_timeout = 2s;
    .first_byte_timeout = 90s;
}

sub vcl_init {
    new chat = directors.round_robin();
    chat.add_backend(first);
    chat.add_backend(second);
}

sub vcl_recv {
    set req.backend_hint = chat.backend();
    # Who somebody is, nobody says by themselves.
    unset req.http.X-Verified-Token;
    set req.http.X-Forwarded-Proto = "http";
    if (local.socket == "tls") {
        set req.http.X-Forwarded-Proto = "https";
    }
    if (req.http.Upgrade ~ "(?i)websocket") {
        return (pipe);
    }
    # Nothing of a chat is for everybody.
    return (pass);
}

sub vcl_pipe {
    set bereq.http.Upgrade = req.http.Upgrade;
    set bereq.http.Connection = "Upgrade";
}
