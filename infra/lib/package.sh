# shellcheck shell=bash
# Packing a release: an archive for any Linux, and a Debian package; infra/lib/image.sh has the third form. The caller says
# `version` (empty: the program's own), `output` and `quick` (yes: hardly compressed); the names of what was made are then
# in `made`.

shipped_programs=(tchatter tchatter-bots tchatter-https tchatter-load)

# begin_packing: the programs are then in `work`, a folder that goes with the script.
begin_packing() {
  build_programs "${shipped_programs[@]}"
  mkdir -p "$output"
  output=$(cd "$output" && pwd -P)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # All that is told of time is the commit's.
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$project" log -1 --format=%ct)}
  export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
  umask 022
  take_programs
}

# write_sums: of what was made, beside those of what else is in the folder.
write_sums() {
  local sum name
  cd "$output"
  {
    while read -r sum name; do
      [[ " ${made[*]} " == *" $name "* || ! -e $name ]] || printf '%s  %s\n' "$sum" "$name"
    done < <(cat SHA256SUMS 2>/dev/null)
    sha256sum "${made[@]}"
  } >"$work/SHA256SUMS"
  sort -k 2 "$work/SHA256SUMS" >SHA256SUMS
}

# take_programs: from the build into $work/bin, without what debuggers want; `version` is then what they say.
take_programs() {
  local name
  mkdir "$work/bin"
  for name in "${shipped_programs[@]}"; do
    [[ -x $programs/$name ]] || fail "there is no $name in $programs"
    ! grep -q libswiftCore <(readelf -d "$programs/$name") ||
      fail "$programs/$name needs a toolchain to run: it was not built by this Package.swift"
    strip --remove-section=.comment -o "$work/bin/$name" "$programs/$name"
    # The package manager lets programs look for libraries beside themselves; there are none.
    patchelf --remove-rpath "$work/bin/$name"
  done
  if [[ -n $version ]]; then
    for name in "${shipped_programs[@]}"; do
      [[ $name != tchatter-load ]] || continue
      python3 -B "$project/infra/lib/stamp.py" "$work/bin/$name" "$version" || fail "no version $version"
    done
  fi
  version=$("$work/bin/tchatter" --version)
  version=${version##* }
}

# What an operator needs of infra/ without building, beside its folders ansible, containers, monitoring, proxies, systemd and
# lib/rolling.
operators_files() {
  local name
  printf 'infra/%s\n' README.md abandoned bots down erase export follow hooks logs maintenance redis.conf reshard rolling-update rooms statistics status top up users
  for name in base cluster configure fleet health operators packages programs release sentinels supervisor; do printf 'infra/lib/%s.sh\n' "$name"; done
  printf 'infra/lib/%s\n' redis-node sentinel-node stamp.py status.py
  (cd "$project" && git ls-files infra/{ansible,containers,lib/rolling,monitoring,proxies,systemd} haproxy Public)
}

make_archive() {
  local name=tchatter-$version-linux-amd64 file
  made+=("$name.tar.gz")
  mkdir "$work/$name"
  while read -r file; do
    mkdir -p "$work/$name/$(dirname "$file")"
    cp -p "$project/$file" "$work/$name/$file"
  done < <(operators_files)
  cp -p "$project/README.md" "$work/$name/"
  cp -p "$project/infra/debian/copyright" "$work/$name/COPYRIGHT"
  cp -a "$work/bin" "$work/$name/bin"
  in_order "$work/$name"
  tar --create --directory "$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
    --mtime="@$SOURCE_DATE_EPOCH" "$name" | gzip "$([[ $quick == yes ]] && say -1 || say -9)" --no-name >"$output/$name.tar.gz"
}

# in_order FOLDER: what a checkout leaves to the machine, modes and times, is the same everywhere.
in_order() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

make_debian_package() {
  local root=$work/debian package=tchatter_${version}_amd64.deb
  made+=("$package")
  mkdir -p "$root/DEBIAN" "$root/etc/tchatter"
  install -D -m 755 -t "$root/usr/bin" "$work"/bin/*
  install -D -m 755 -t "$root/usr/sbin" "$project/infra/debian/tchatter-rolling-restart"
  install -D -m 644 -t "$root/lib/systemd/system" "$project"/infra/systemd/*
  copy_shared "$root/usr/share/tchatter"
  write_documents "$root/usr/share"
  python3 -B "$project/infra/lib/settings_file.py" "$work/bin/tchatter" >"$root/etc/tchatter/tchatter.env"
  cp "$project/infra/debian/bots.env" "$root/etc/tchatter/"
  in_order "$root"
  # Passwords and tokens may stand there. systemd reads it before it gives up its rights.
  chmod 640 "$root"/etc/tchatter/*.env
  write_control "$root"
  in_order "$root/DEBIAN"
  # Several threads would make other bytes than one.
  local compression=(-Zxz -z6 --threads-max=1)
  [[ $quick == no ]] || compression=(-Zgzip -z1)
  dpkg-deb --root-owner-group "${compression[@]}" --build "$root" "$output/$package" >/dev/null
}

# copy_shared FOLDER: the page, and what others' programs are configured with.
copy_shared() {
  local file
  mkdir -p "$1"
  while read -r file; do
    mkdir -p "$1/$(dirname "$file")"
    cp "$project/$file" "$1/$file"
  done < <(cd "$project" && git ls-files Public)
  cp "$project/haproxy/haproxy.cfg" "$project/infra/redis.conf" "$1/"
  cp -R "$project/infra/proxies" "$1/proxies"
  mkdir "$1/monitoring"
  cp "$project"/infra/monitoring/{alerts.yml,blackbox.yml,dashboard.json,prometheus.yml} "$1/monitoring/"
}

# write_documents FOLDER: manual pages, from what the programs say of themselves; copyright; changes; lintian's exceptions.
write_documents() {
  local name manual=$1/man
  mkdir -p "$manual/man1" "$manual/man8" "$1/doc/tchatter" "$1/lintian/overrides"
  for name in "${shipped_programs[@]}"; do write_manual "$work/bin/$name" 1 >"$manual/man1/$name.1.gz"; done
  name=tchatter-rolling-restart
  write_manual "$project/infra/debian/$name" 8 >"$manual/man8/$name.8.gz"
  cp "$project/infra/debian/copyright" "$1/doc/tchatter/copyright"
  cp "$project/infra/debian/lintian-overrides" "$1/lintian/overrides/tchatter"
  {
    printf 'tchatter (%s) stable; urgency=medium\n\n  * Version %s.\n\n' "$version" "$version"
    printf ' -- Tchatter maintainers <maintainers@tchatter.invalid>  %s\n' "$(date -R -d "@$SOURCE_DATE_EPOCH")"
  } | gzip -9 --no-name >"$1/doc/tchatter/changelog.gz"
}

write_manual() { python3 -B "$project/infra/lib/manual.py" "$1" "$2" "$version" | gzip -9 --no-name; }

# write_control ROOT: what the package says of itself.
write_control() {
  local root=$1 size depends
  cp "$project"/infra/debian/{postinst,prerm,postrm} "$root/DEBIAN/"
  (cd "$root" && find etc -type f -printf '/%p\n' | sort >DEBIAN/conffiles)
  (cd "$root" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  # Which versions of Debian's libraries the programs need, by the symbols that they use.
  mkdir -p "$work/shlibs/debian"
  printf 'Source: tchatter\n\nPackage: tchatter\nArchitecture: any\n' >"$work/shlibs/debian/control"
  depends=$(cd "$work/shlibs" && dpkg-shlibdeps -O "$work"/bin/* 2>"$work/shlibs/log") ||
    fail "dpkg-shlibdeps: $(tail -n 1 "$work/shlibs/log")"
  size=$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
  sed "s/@VERSION@/$version/; s/@SIZE@/$size/; s/@DEPENDS@/${depends#shlibs:Depends=}/" \
    "$project/infra/debian/control.in" >"$root/DEBIAN/control"
}
