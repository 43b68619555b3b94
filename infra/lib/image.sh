# shellcheck shell=bash
# Images of containers, from nothing: programs, and those of this Debian's libraries that they are linked with. Needs
# `work`, an empty folder, `quick` (yes: hardly compressed) and SOURCE_DATE_EPOCH. buildah keeps all in `work`, so that no store
# of the machine is touched.

# copy_libraries ROOT PROGRAM…: what the programs are linked with, under its own path, with its copyright; and of which
# package it is, where scanners for known flaws look.
copy_libraries() {
  local root=$1 library package
  shift
  mkdir -p "$root/var/lib/dpkg/status.d"
  while read -r library; do
    install -D -m 755 "$library" "$root$library"
    package=$(package_of "$library")
    [[ -e $root/var/lib/dpkg/status.d/${package%:*} ]] || note_package "$root" "$package"
  done < <(for program; do ldd "$program"; done | grep -oE '/\S+' | sort -u)
}

# copy_authorities ROOT: whose certificates are trusted, where programs look for them.
copy_authorities() {
  local store=/etc/ssl/certs/ca-certificates.crt
  install -D -m 644 "$store" "$1$store"
  note_package "$1" ca-certificates
}

# package_of LIBRARY: the Debian package that it came with. Where /lib is a link to /usr/lib, either may be what dpkg knows.
package_of() {
  local found
  found=$(dpkg-query -S "$1" "/usr$1" 2>/dev/null | head -n 1) || true
  [[ -n $found ]] || fail "$1 is of no Debian package: the image would hold what nobody keeps up to date"
  printf '%s\n' "${found%%: *}"
}

# note_package ROOT PACKAGE: as dpkg has it.
note_package() {
  local name=${2%:*}
  dpkg-query -s "$2" | sed '/^Conffiles:/,/^[A-Z]/{/^Conffiles:/d;/^ /d}' >"$1/var/lib/dpkg/status.d/$name"
  install -D -m 644 "/usr/share/doc/$name/copyright" "$1/usr/share/doc/$name/copyright"
}

# write_users ROOT NAME ID: root, and the one user that the image runs as.
write_users() {
  mkdir -p "$1/etc"
  printf 'root:x:0:0:root:/:/sbin/nologin\n%s:x:%s:%s::/:/sbin/nologin\n' "$2" "$3" "$3" >"$1/etc/passwd"
  printf 'root:x:0:\n%s:x:%s:\n' "$2" "$3" >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
  mkdir -p "$1/tmp"
}

# as_builder COMMAND…: as root, or as what root is in a namespace of one's own.
as_builder() {
  if ((EUID == 0)); then "$@"; else buildah unshare "$@"; fi
}

# buildah_here ARGUMENT…: with a store of its own. The plain driver works in any container.
buildah_here() {
  TMPDIR=$work buildah --root "$work/store" --runroot "$work/store.run" --storage-driver vfs "$@"
}

# build_image FOLDER CONTAINERFILE NAME ARCHIVE OPTION…: from what is in FOLDER, as an archive that `docker load` and `podman
# load` take. Docker's format, as the other one of OCI has no health checks.
build_image() {
  local folder=$1 file=$2 name=$3 archive=$4
  shift 4
  in_order "$folder"
  # A tmpfs that is mounted over it gets these rights too.
  chmod 1777 "$folder/root/tmp"
  buildah_here build --quiet --format docker --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" --identity-label=false \
    --file "$file" --tag "$name" "$@" "$folder" >/dev/null 2>"$work/buildah.log" &&
    buildah_here push --quiet "$name" "docker-archive:$work/archive.tar:$name" >/dev/null 2>"$work/buildah.log" ||
    fail "buildah: $(tail -n 2 "$work/buildah.log" | tr '\n' ' ')"
  python3 -B "$project/infra/lib/image_archive.py" "$work/archive.tar" "$archive" "$([[ $quick == yes ]] && say 1 || say 9)"
  rm "$work/archive.tar"
}
