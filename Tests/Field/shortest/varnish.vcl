# varnish-cache.org, "Put Varnish on port 80"; varnishd -a :80 -a tls=127.0.0.1:6086,PROXY
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8181";
}
