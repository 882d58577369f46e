#!/usr/bin/env bash
# How is the program set up, served, tested and kept? README.md tells what each command is for.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
PYTHON=$HERE/.venv/bin/python
SERVICE=/etc/systemd/system/saturday.service
# What is copied elsewhere: named one by one, so that no data lying about is carried along.
PROGRAM=(README.md README.vi.md deploy.sh docs pyproject.toml requirements.txt saturday static
  templates wsgi.py)
TEST_PACKAGES=(chromium espeak-ng fonts-liberation2 libreoffice-writer-nogui poppler-utils
  postgresql strace valgrind)
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*"; }

stop_because() { # message [exit code]
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

usage() {
  cat <<'TEXT'
Cách dùng: ./deploy.sh [lệnh]
  (không ghi lệnh)  cài đặt, nâng cấp dữ liệu nếu cần, rồi chạy trên mạng nội bộ
  demo              chạy thử với số liệu giả định, không đụng dữ liệu thật
  test [...]        cài công cụ rồi kiểm thử; phần sau chuyển cho pytest
  bench             bảng đo hiệu năng
  upgrade           sao lưu, nâng cấp dữ liệu, không mở máy chủ
  install           cài thành dịch vụ của máy, có HTTPS (cần quyền root)
  bundle            đóng gói để cài ở nơi không có Internet
  nightly           sao lưu hằng ngày và kiểm tra bản sao lưu
TEXT
}

# --- What the machine must have ------------------------------------------------------------------

apt_install() { # packages…; false when this account may not install
  [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || return 1
  apt-get update -qq >/dev/null || true # an old list of packages may still do
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

usable_python() { # prints the first Python that is new enough and whole
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" - 2>/dev/null <<'PY'; then
import sys, venv, ensurepip, zoneinfo
zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
sys.exit(sys.version_info < (3, 11))
PY
      command -v "$candidate"
      return
    fi
  done
  return 1
}

find_python() {
  usable_python && return
  apt_install python3 python3-venv tzdata || true
  usable_python || stop_because "Máy này thiếu Python từ bản 3.11 cùng gói venv. Gõ dòng sau, rồi chạy lại ./deploy.sh:
  sudo apt-get update && sudo apt-get install -y python3 python3-venv tzdata" 2
}

make_environment() { # requirement files…
  local base wanted args=() file
  if ! "$PYTHON" -c '' 2>/dev/null; then
    base=$(find_python)
    say "Đang tạo môi trường Python ở .venv"
    "$base" -m venv --clear "$HERE/.venv"
  fi
  for file in "$@"; do args+=(-r "$HERE/$file"); done
  wanted=$(cat "${@/#/$HERE/}" | sha256sum)
  grep -qsxF "$wanted" "$HERE/.venv/installed" && return
  say "Đang cài các gói Python (vài phút ở lần đầu)"
  if [[ -d $HERE/wheels ]]; then args+=(--no-index --find-links "$HERE/wheels"); fi
  "$PYTHON" -m pip install -qq --require-hashes "${args[@]}" ||
    stop_because "Chưa cài được các gói Python. Kiểm tra kết nối mạng, rồi chạy lại ./deploy.sh."
  { printf '%s\n' "$wanted" && sha256sum <"$HERE/requirements.txt"; } >"$HERE/.venv/installed"
}

compress_static() { # beside each file a .gz, which WhiteNoise serves when it is there
  "$PYTHON" -m whitenoise.compress --quiet --no-brotli "$HERE/static"
}

# --- What the commune keeps ----------------------------------------------------------------------

data_folder() { printf '%s\n' "${SATURDAY_DATA:-$HERE/instance}"; }

run_flask() { (cd "$HERE" && umask 077 && "$PYTHON" -m flask --app wsgi "$@"); }

prepare_data() {
  local data secret
  data=$(data_folder)
  mkdir -p "$data/backups"
  chmod 700 "$data" "$data/backups"
  [[ -s $data/config.py ]] && return
  secret=$("$PYTHON" -c 'import secrets; print(secrets.token_hex(32))')
  (
    umask 077
    printf 'SECRET_KEY = "%s"\n' "$secret" >"$data/.config.py.new"
  )
  sync "$data/.config.py.new"
  mv "$data/.config.py.new" "$data/config.py"
}

lock_data() { # exclusive|shared; false when another copy serves the same data
  exec 9>>"$(data_folder)/.lock"
  chmod 600 "$(data_folder)/.lock"
  flock --nonblock "--$1" 9
}

has_database() {
  [[ -n ${DATABASE_URL:-} ]] || [[ -s $(data_folder)/saturday.sqlite ]] || return 1
  [[ -n $(run_flask db current 2>/dev/null) ]]
}

migrate() { # quiet unless it fails
  local log
  log=$(run_flask db upgrade 2>&1) || {
    printf '%s\n' "$log" >&2
    return 1
  }
}

upgrade_data() {
  local copy=''
  if has_database; then
    copy=$(run_flask backup --to "$(data_folder)/backups") ||
      stop_because "Chưa sao lưu được nên không nâng cấp. Dữ liệu còn nguyên như trước."
    say "Đã sao lưu: $copy"
  fi
  migrate || stop_because "Chưa nâng cấp được dữ liệu.${copy:+ Bản sao lưu trước khi nâng cấp: $copy}"
  run_flask load-defaults >/dev/null
}

offer_first_account() { # address of this machine
  local link
  if run_flask has-accounts; then return; fi
  link=$(run_flask create-admin --base "$1") || stop_because "Chưa tạo được liên kết cho người quản trị."
  say "Chưa có tài khoản nào. Người quản trị mở liên kết dùng một lần sau để đặt mật khẩu:"
  say "  $link"
}

# --- Serving -------------------------------------------------------------------------------------

lan_addresses() { # this machine's addresses on the office network, one a line
  local found
  found=$(ip -4 -o addr show scope global up 2>/dev/null |
    awk '$2 !~ /^(docker|br-|veth|virbr|tun|tap)/ { sub("/.*", "", $4); print $4 }') || true
  if [[ -z $found ]]; then found=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -F . || true); fi
  printf '%s\n' "${found:-127.0.0.1}"
}

port() { printf '%s\n' "${SATURDAY_PORT:-8000}"; }

say_addresses() {
  local address
  say "Mở trình duyệt ở một trong các địa chỉ sau:"
  say "  http://127.0.0.1:$(port)/  (ngay trên máy này)"
  for address in $(lan_addresses); do
    if [[ $address != 127.0.0.1 ]]; then say "  http://$address:$(port)/"; fi
  done
}

refuse_a_taken_port() {
  "$PYTHON" - "$(port)" 2>/dev/null <<'PY' && return
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("0.0.0.0", int(sys.argv[1])))
PY
  stop_because "Cổng $(port) đang có chương trình khác dùng. Chọn cổng khác, thí dụ: SATURDAY_PORT=8001 ./deploy.sh"
}

serve() { # gunicorn's further options…; one worker, so that one process writes
  cd "$HERE"
  umask 077
  exec "$PYTHON" -m gunicorn wsgi:app --worker-class gthread --workers 1 --threads 8 \
    --timeout 120 --graceful-timeout 30 --no-control-socket --log-level warning \
    --bind "0.0.0.0:$(port)" "$@"
}

later() { # moment, seconds: a demo that starts again goes on where its clock stood
  TZ=Asia/Ho_Chi_Minh date -d "@$(($(TZ=Asia/Ho_Chi_Minh date -d "$1" +%s) + $2))" +%Y-%m-%dT%H:%M:%S
}

serve_and_watch() { # starts the server again when it dies, until somebody stops it
  local server=0 stopping='' began code quick=0 story=${SATURDAY_NOW:-} start=$SECONDS
  trap 'stopping=1; kill -TERM "$server" 2>/dev/null || true' TERM INT HUP
  say "Dừng chương trình bằng Ctrl+C."
  while [[ -z $stopping ]]; do
    began=$SECONDS
    if [[ -n $story ]]; then SATURDAY_NOW=$(later "$story" $((began - start))); fi
    (
      trap - TERM INT HUP
      serve
    ) &
    server=$!
    while true; do # a signal to this script ends the wait before the server ends
      code=0
      wait "$server" 2>/dev/null || code=$?
      kill -0 "$server" 2>/dev/null || break
    done
    if [[ -n $stopping ]]; then break; fi
    # A server that was killed comes back for ever; one that can't begin gives up by itself.
    if ((code < 128 && SECONDS - began < 10)); then quick=$((quick + 1)); else quick=0; fi
    if ((quick >= 3)); then stop_because "Chương trình không khởi động được. Xem dòng lỗi ở trên."; fi
    say "Chương trình vừa dừng ngoài ý muốn, đang chạy lại." >&2
    sleep 0.5
  done
  say "Đã dừng."
}

already_running() {
  say "Chương trình đang chạy với dữ liệu ở $(data_folder), không mở thêm bản nữa."
  say "Muốn nâng cấp: dừng bản đang chạy, rồi gõ lại lệnh này."
  say_addresses
}

# --- Commands ------------------------------------------------------------------------------------

cmd_run() {
  if [[ -e $SERVICE && -z ${SATURDAY_DATA:-} ]]; then
    say "Máy này đã cài chương trình thành dịch vụ, đang chạy sẵn."
    say "Nâng cấp bằng lệnh: sudo ./deploy.sh upgrade"
    return
  fi
  make_environment requirements.txt
  prepare_data
  if ! lock_data exclusive; then already_running && return; fi
  refuse_a_taken_port
  upgrade_data
  compress_static
  say_addresses
  offer_first_account "http://$(lan_addresses | head -n 1):$(port)"
  serve_and_watch
}

cmd_demo() {
  local told began
  make_environment requirements.txt
  if [[ -z ${SATURDAY_DATA:-} ]]; then
    SATURDAY_DATA=$(mktemp -d "${TMPDIR:-/tmp}/saturday-demo.XXXXXX")
    trap 'rm -rf "$SATURDAY_DATA"' EXIT
  fi
  export SATURDAY_DATA
  unset DATABASE_URL
  prepare_data
  if ! lock_data exclusive; then already_running && return; fi
  refuse_a_taken_port
  migrate || stop_because "Chưa tạo được dữ liệu chạy thử ở $SATURDAY_DATA."
  told=$(run_flask demo) || stop_because "Chưa tạo được dữ liệu chạy thử ở $SATURDAY_DATA."
  began=$(grep -o 'SATURDAY_NOW=[^ ]*' <<<"$told" || printf '=2026-04-07T15:00')
  export SATURDAY_NOW=${SATURDAY_NOW:-${began#*=}}
  compress_static
  say "$told"
  say_addresses
  serve_and_watch
}

cmd_serve() { # what the system services call: gunicorn's further options…
  lock_data shared || stop_because "Dữ liệu đang được nâng cấp hoặc đang có bản khác chạy."
  serve "$@"
}

cmd_upgrade() {
  if [[ -e $SERVICE ]]; then
    cmd_install
    return
  fi
  make_environment requirements.txt
  prepare_data
  lock_data exclusive || stop_because "Chương trình đang chạy. Dừng bằng Ctrl+C, rồi gõ lại ./deploy.sh upgrade."
  upgrade_data
  compress_static
  say "Đã nâng cấp dữ liệu ở $(data_folder)."
}

cmd_nightly() {
  local backups newest
  backups=$(data_folder)/backups
  run_flask backup --to "$backups"
  newest=$(find "$backups" -name '*.sqlite' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
  run_flask verify-backup "$newest"
  forget_old_backups "$backups"
}

forget_old_backups() { # folder; the thirty newest stay whatever their age
  find "$1" -name '*.sqlite' -printf '%T@ %p\n' | sort -rn | tail -n +31 | cut -d' ' -f2- |
    while IFS= read -r old; do
      if [[ -n $(find "$old" -mtime +60) ]]; then rm -f -- "$old" "${old%.sqlite}.json"; fi
    done
}

cmd_bundle() {
  local name
  make_environment requirements.txt
  name=saturday-$("$PYTHON" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
  rm -rf dist wheels
  "$PYTHON" -m pip download -qq --require-hashes --only-binary :all: -r requirements.txt -d wheels
  mkdir dist
  tar --create --gzip --file "dist/$name.tar.gz" --transform "s,^,$name/," \
    --exclude __pycache__ "${PROGRAM[@]}" wheels
  rm -rf wheels
  (cd dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
  say "Đã đóng gói dist/$name.tar.gz cho $("$PYTHON" --version), $(uname -m)."
  say "Ở máy mới: giải nén, vào thư mục, gõ ./deploy.sh. Máy ấy cần cùng bản Python."
}

# --- Installing as a service ---------------------------------------------------------------------

make_certificate() { # folder; a CA of this machine's own and a leaf for its names and addresses
  local folder=$1 name address names permitted=''
  name=$(hostname)
  names="DNS:$name,DNS:$name.local,DNS:$name.lan,DNS:localhost,IP:127.0.0.1"
  for address in $(lan_addresses); do
    names+=",IP:$address"
    permitted+=",permitted;IP:$address/255.255.255.255"
  done
  mkdir -p "$folder"
  if [[ ! -s $folder/ca.crt ]]; then
    (
      umask 077
      openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj "/CN=Saturday $name" \
        -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
        -addext 'keyUsage=critical,keyCertSign,cRLSign' \
        -addext "nameConstraints=critical,permitted;DNS:$name,permitted;DNS:local,permitted;DNS:lan,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:172.16.0.0/255.240.0.0,permitted;IP:192.168.0.0/255.255.0.0$permitted" \
        -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
    )
  fi
  if [[ -s $folder/server.crt ]] && [[ $(cat "$folder/names") == "$names" ]] &&
    openssl x509 -checkend 5184000 -noout -in "$folder/server.crt" >/dev/null; then
    return
  fi
  [[ -s $folder/ca.key ]] || stop_because "Cần tệp khóa $folder/ca.key để cấp lại chứng thư. Chép từ USB về, rồi chạy lại."
  (
    umask 077
    openssl req -newkey rsa:2048 -nodes -sha256 -subj "/CN=$name" \
      -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
    openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" \
      -CAcreateserial -sha256 -days 730 -out "$folder/server.crt" -extfile <(
        printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$names"
      ) 2>/dev/null
  )
  rm -f "$folder/server.csr"
  chmod 644 "$folder/ca.crt" "$folder/server.crt"
  printf '%s' "$names" >"$folder/names"
}

write_unit() { # file, description, port, what deploy.sh does, exec|oneshot
  cat >"/etc/systemd/system/$1" <<UNIT
[Unit]
Description=$2
After=network.target

[Service]
User=saturday
Environment=SATURDAY_DATA=/var/lib/saturday SATURDAY_PORT=$3
Type=$5
ExecStart=/opt/saturday/deploy.sh $4
Restart=$([[ $5 == oneshot ]] && printf no || printf always)
RestartSec=1
UMask=0077
AmbientCapabilities=CAP_NET_BIND_SERVICE
NoNewPrivileges=true
PrivateTmp=true
ProtectHome=true
ProtectSystem=strict
ReadWritePaths=/var/lib/saturday

[Install]
WantedBy=multi-user.target
UNIT
}

write_timer() {
  cat >/etc/systemd/system/saturday-nightly.timer <<'UNIT'
[Unit]
Description=Ngày thứ 7 vì dân: sao lưu hằng ngày

[Timer]
OnCalendar=*-*-* 17:30
Persistent=true

[Install]
WantedBy=timers.target
UNIT
}

install_files() { # the program to /opt/saturday, the data to /var/lib/saturday
  id saturday >/dev/null 2>&1 ||
    useradd --system --home-dir /var/lib/saturday --shell /usr/sbin/nologin saturday
  if [[ $HERE != /opt/saturday ]]; then
    rm -rf /opt/saturday/.new
    mkdir -p /opt/saturday/.new
    cp -r --no-preserve=ownership "${PROGRAM[@]}" /opt/saturday/.new/
    if [[ -d wheels ]]; then cp -r wheels /opt/saturday/.new/; fi
    (cd /opt/saturday && rm -rf "${PROGRAM[@]}" wheels && mv .new/* . && rmdir .new)
  fi
  mkdir -p /var/lib/saturday
  if [[ -s $HERE/instance/saturday.sqlite && ! -s /var/lib/saturday/saturday.sqlite ]]; then
    lock_data exclusive || stop_because "Chương trình đang chạy thử. Dừng bằng Ctrl+C, rồi gõ lại ./deploy.sh install."
    cp -a "$HERE/instance/." /var/lib/saturday/
    say "Đã chép dữ liệu đang có từ instance/ sang /var/lib/saturday."
  fi
  chown -R saturday: /var/lib/saturday
}

has_systemd() { [[ -d /run/systemd/system ]]; }

cmd_install() {
  export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin # a Python all may run
  [[ $EUID -eq 0 ]] || stop_because "Lệnh này cần quyền root. Gõ: sudo ./deploy.sh install" 2
  has_systemd || stop_because "Máy này không dùng systemd nên không cài thành dịch vụ được. Dùng ./deploy.sh." 2
  command -v openssl >/dev/null || apt_install openssl
  systemctl stop saturday saturday-public 2>/dev/null || true
  install_files
  make_certificate /etc/saturday
  chgrp saturday /etc/saturday/server.key && chmod 640 /etc/saturday/server.key
  (cd /opt/saturday && unset SATURDAY_DATA && ./deploy.sh installed-parts)
  write_unit saturday.service "Ngày thứ 7 vì dân (cán bộ, HTTPS)" 443 \
    "serve --certfile /etc/saturday/server.crt --keyfile /etc/saturday/server.key" exec
  write_unit saturday-public.service "Ngày thứ 7 vì dân (trang công khai, HTTP)" "$(port)" serve exec
  write_unit saturday-nightly.service "Ngày thứ 7 vì dân: sao lưu hằng ngày" "$(port)" nightly oneshot
  write_timer
  systemctl daemon-reload
  systemctl enable --quiet --now saturday saturday-public saturday-nightly.timer
  say "Đã cài. Cán bộ vào: https://$(lan_addresses | head -n 1)/"
  say "Người dân và các thôn xem tin ở: http://$(lan_addresses | head -n 1):$(port)/thong-bao/"
  say "Cài tệp /etc/saturday/ca.crt vào máy của cán bộ. Chép /etc/saturday/ca.key ra USB, cất kỹ, rồi xóa trên máy."
}

cmd_installed-parts() { # inside /opt/saturday: the environment as root, the data as its own user
  make_environment requirements.txt
  compress_static
  chmod -R a+rX,go-w /opt/saturday
  as_service "$0" upgrade-installed
}

as_service() { runuser -u saturday -- env SATURDAY_DATA=/var/lib/saturday "$@"; }

cmd_upgrade-installed() {
  prepare_data
  lock_data exclusive || stop_because "Dữ liệu ở $(data_folder) đang có bản khác dùng."
  upgrade_data
  grep -qs '^HTTPS_ONLY' "$(data_folder)/config.py" ||
    printf 'HTTPS_ONLY = True\n' >>"$(data_folder)/config.py"
  offer_first_account "https://$(lan_addresses | head -n 1)"
}

# --- Testing -------------------------------------------------------------------------------------

missing_test_packages() {
  local package
  for package in "${TEST_PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      printf '%s\n' "$package"
  done
}

install_test_tools() {
  local missing
  mapfile -t missing < <(missing_test_packages)
  if ((${#missing[@]} == 0)); then return; fi
  say "Đang cài công cụ kiểm thử: ${missing[*]}"
  apt_install "${missing[@]}" || true
  mapfile -t missing < <(missing_test_packages)
  if ((${#missing[@]} == 0)); then return; fi
  say "Chưa có ${missing[*]}; các phép thử cần đến sẽ bị bỏ qua và được nêu tên."
  say "Cài bằng lệnh: sudo apt-get install -y --no-install-recommends ${missing[*]}"
}

as_postgres() { # PostgreSQL refuses to run as root
  if [[ $EUID -eq 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() { # a server of our own, gone when the tests end
  local programs where free
  programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [[ -z $programs ]]; then
    say "Không có PostgreSQL: bỏ qua các phép thử trên PostgreSQL."
    return
  fi
  PG_CTL=$programs/pg_ctl
  where=$WORK/postgres
  mkdir "$where"
  if [[ $EUID -eq 0 ]]; then chmod 711 "$WORK" && chown postgres: "$where"; fi
  free=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  (
    cd "$where"
    as_postgres "$programs/initdb" -D data -A trust -U postgres -E UTF8 --locale=C.UTF-8 \
      --no-sync >initdb.log
    as_postgres "$PG_CTL" -D data -w -l server.log start >/dev/null \
      -o "-p $free -c listen_addresses=127.0.0.1 -c unix_socket_directories=$where -c fsync=off"
  )
  PG_DATA=$where/data
  export SATURDAY_TEST_POSTGRES=postgresql+psycopg://postgres@127.0.0.1:$free/postgres
}

stop_testing() {
  if [[ -n ${PG_DATA:-} ]]; then as_postgres "$PG_CTL" -D "$PG_DATA" -m immediate stop >/dev/null || true; fi
  rm -rf "$WORK"
}

step() { # name, command…; a failure is remembered and the next step still runs
  local name=$1 began=$SECONDS
  shift
  say "== $name"
  if "$@"; then
    PASSED=$((PASSED + 1))
  else
    FAILED+=("$name")
  fi
  say "   ($((SECONDS - began)) s)"
}

check_migrations() (
  export SATURDAY_DATA=$WORK/migrations
  prepare_data && migrate && run_flask db check
)

check_code() {
  step "ruff format" "$PYTHON" -m ruff format --check .
  step "ruff check" "$PYTHON" -m ruff check .
  step "mypy" "$PYTHON" -m mypy
  step "lint-imports" "$HERE/.venv/bin/lint-imports" --no-logo
  step "djlint: lint" "$PYTHON" -m djlint --quiet --lint templates
  step "djlint: format" "$PYTHON" -m djlint --quiet --check templates
  step "flask db check" check_migrations
}

run_pytest() { # name of the run, pytest's arguments…
  local report=$WORK/$1.xml
  shift
  "$PYTHON" -m pytest -q --junitxml="$report" "$@" || {
    local code=$?
    [[ -s $report ]] || printf '<testsuite><testcase><failure/></testcase></testsuite>' >"$report"
    return "$code"
  }
}

test_on_sqlite() {
  say "== pytest, SQLite"
  run_pytest sqlite "${SIDE_BY_SIDE[@]}" "$@" || BROKEN=1
}

test_on_postgres() {
  if [[ -z ${SATURDAY_TEST_POSTGRES:-} ]]; then return; fi
  say "== pytest, PostgreSQL"
  TEST_DATABASE_URL=$SATURDAY_TEST_POSTGRES run_pytest postgres "${SIDE_BY_SIDE[@]}" \
    -m "not browser and not bench and not faults" "$@" || BROKEN=1
}

check_coverage() {
  step "coverage: all" "$PYTHON" -m coverage report --fail-under=95
  step "coverage: rules, language, papers" "$PYTHON" -m coverage report --fail-under=100 \
    --include='saturday/rules/*,saturday/vietnamese/*,saturday/papers/*'
}

count_results() { # prints how many passed, failed, were skipped in all runs of pytest
  "$PYTHON" - "$WORK"/*.xml <<'PY'
import sys
from xml.etree import ElementTree

counts = {"passed": 0, "failed": 0, "skipped": 0}
for report in sys.argv[1:]:
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            counts["failed"] += 1
        elif "skipped" in kinds:
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
print(*counts.values())
PY
}

summarise() {
  local passed failed skipped
  read -r passed failed skipped < <(count_results)
  failed=$((failed + ${#FAILED[@]}))
  if [[ ${#FAILED[@]} -gt 0 ]]; then say "Không đạt: ${FAILED[*]/%/;}"; fi
  if [[ $skipped -gt 0 && ${SATURDAY_NO_SKIPS:-} == 1 ]]; then
    say "Có phép thử bị bỏ qua; ở đây bỏ qua tính là không đạt."
    failed=$((failed + skipped))
    skipped=0
  fi
  if [[ $failed -eq 0 && $BROKEN -ne 0 ]]; then failed=1; fi
  printf '%d passed, %d failed' "$((passed + PASSED))" "$failed"
  if [[ $skipped -gt 0 ]]; then printf ', %d skipped' "$skipped"; fi
  printf '\n'
  [[ $failed -eq 0 ]]
}

prepare_tests() {
  cd "$HERE"
  unset DATABASE_URL SATURDAY_DATA SATURDAY_DEMO_PASSWORD SATURDAY_NOW SATURDAY_PORT
  install_test_tools
  make_environment requirements.txt tests/requirements.txt
  compress_static
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/saturday-test.XXXXXX")
  trap stop_testing EXIT
  FAILED=() PASSED=0 BROKEN=0
  # As many at once as there are cores, so that the whole gate stays under 20 minutes.
  SIDE_BY_SIDE=(-n "${SATURDAY_TEST_WORKERS:-$(nproc)}" --dist worksteal)
}

cmd_test() {
  if [[ ${CI:-} == true ]]; then export SATURDAY_NO_SKIPS=1; fi
  prepare_tests
  start_postgres
  if (($#)); then
    test_on_sqlite "$@"
  else
    check_code
    test_on_sqlite --cov --cov-report=
    check_coverage
    test_on_postgres
  fi
  summarise
}

cmd_bench() {
  prepare_tests
  "$PYTHON" -m tests.bench "$@"
}

main() {
  local command=${1:-run}
  case $command in
  run | demo | test | bench | install | bundle | upgrade | nightly | serve | installed-parts | upgrade-installed)
    if (($#)); then shift; fi
    cd "$HERE"
    "cmd_$command" "$@"
    ;;
  -h | --help | help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
  esac
}

# Read whole before it runs and left at once: an upgrade may replace this file meanwhile.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  main "$@"
  exit
fi
