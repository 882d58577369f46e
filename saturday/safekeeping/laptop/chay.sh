#!/usr/bin/env bash
# Starts the pack of a mobile Saturday, carries its data home, and deletes them. doc-truoc.txt tells how.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=/dev/null # LETTER, PYTHON_VERSION, SYSTEM, MACHINE: written with the pack
source "$HERE/pack.env"
export SATURDAY_DATA=$HERE/data PYTHONUTF8=1
# Only this laptop reaches it; 0.0.0.0 lets the other laptops of the table in.
export SATURDAY_HOST=${SATURDAY_HOST:-127.0.0.1}
unset DATABASE_URL
umask 077

stop_because() {
  printf '%s\n' "$1" >&2
  exit 1
}

find_python() { # the packages that came along were made for one version and one kind of machine
  local candidate
  for candidate in "python$PYTHON_VERSION" python3; do
    if "$candidate" - "$SYSTEM" "$PYTHON_VERSION" "$MACHINE" 2>/dev/null <<'PY'; then
import platform, sys, zoneinfo
zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
found = [platform.system(), "%d.%d" % sys.version_info[:2], platform.machine()]
sys.exit(found != sys.argv[1:])
PY
      command -v "$candidate"
      return
    fi
  done
  return 1
}

flask() { (cd "$HERE/app" && sh .venv/bin/python -m flask --app wsgi "$@"); }

run() {
  [[ -s $SATURDAY_DATA/saturday.sqlite || -s $SATURDAY_DATA/saturday.sealed ]] ||
    stop_because "Dữ liệu của gói đã xóa. Hãy xuất gói mới ở trụ sở."
  chmod +x "$HERE/app/deploy.sh" "$HERE/app/.venv/bin/python" 2>/dev/null || true
  [[ -x $HERE/app/.venv/bin/python ]] ||
    stop_because "Hãy chép cả thư mục này vào ổ đĩa của máy xách tay, rồi chạy ở đó."
  if [[ ! -s $SATURDAY_DATA/saturday.sqlite ]]; then flask open-pack; fi
  echo "Mở trình duyệt ở http://127.0.0.1:${SATURDAY_PORT:-8000}/ sau ít giây. Dừng bằng Ctrl+C."
  exec bash "$HERE/app/deploy.sh" serve
}

bring_home() {
  local args=("$@")
  if [[ -e $SATURDAY_DATA/saturday.sealed && $# -eq 0 ]]; then args=(--seal); fi
  flask pack-up --to "$HERE/mang-ve" ${args[@]+"${args[@]}"}
  echo "Chép tệp trên vào USB, đưa về trụ sở, nhận ở trang Quản trị, mục Gói lưu động."
}

wipe() {
  local answer last=''
  exec 9>>"$SATURDAY_DATA/.lock"
  flock --nonblock --exclusive 9 ||
    stop_because "Chương trình đang chạy. Hãy dừng bằng Ctrl+C trước."
  if [[ -e $SATURDAY_DATA/saturday.sqlite ]]; then
    last=$(find "$HERE/mang-ve" -type f -newer "$SATURDAY_DATA/saturday.sqlite" 2>/dev/null || true)
    [[ -n $last ]] ||
      stop_because "Chưa chép lần cuối. Hãy gõ: bash chay.sh mang-ve, rồi nhận ở trụ sở."
  fi
  printf 'Chỉ xóa khi trụ sở đã nhận đủ. Gõ chữ %s rồi Enter để xóa: ' "$LETTER"
  read -r answer
  [[ $answer == "$LETTER" ]] || stop_because "Chưa xóa gì."
  find "$SATURDAY_DATA" "$HERE/mang-ve" -type f -exec shred --remove {} + 2>/dev/null || true
  rm -rf "$SATURDAY_DATA" "$HERE/mang-ve"
  echo "Đã xóa dữ liệu của gói. Ở trụ sở hãy ghi: Quản trị, Gói lưu động, Ghi đã xóa."
}

main() {
  case ${1:-run} in
  run) run ;;
  mang-ve) bring_home "${@:2}" ;;
  xoa) wipe ;;
  *) stop_because "Gõ: bash chay.sh, bash chay.sh mang-ve, hoặc bash chay.sh xoa" ;;
  esac
}

SATURDAY_PYTHON=$(find_python) ||
  stop_because "Máy này cần $SYSTEM $MACHINE, Python $PYTHON_VERSION và gói tzdata. Hãy thử gói ở trụ sở trước ngày đi."
export SATURDAY_PYTHON
main "$@"
