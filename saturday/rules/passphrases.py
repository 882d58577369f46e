"""Which words make a password that is easy to keep? Syllables without marks, drawn by lot."""

import secrets

from saturday.rules.passwords import refuse_password
from saturday.rules.refusals import NotAllowedNow

WORDS = 6  # each drawn from more than 256: together over 48 bits, besides a slow hash
# Typed alike with and without a Vietnamese typing program: none ends in a letter that marks a tone.
_TEXT = """
ba bac bai ban bang banh bao bap bat bau bay be ben beo bep bi bia bien binh bo boi bon bong bua
bui bun buoi buom buon buong but ca cai cam can cang canh cao cat cau cay cha chai cham chan chanh
chao chau che chen cheo chi chieu chim chin cho choi chong chu chua chum chuoi chuong chuot co coc
coi com con cong cot cu cua cui cum cung cuoi da dai dam dan dao dat dau day de dem den deo di dia
diem dien dieu do doc doi dom don dong dua dui dung duong ga gac gach gai gan gang gao gau gay ghe
gia gian gieng gio gioi giong go goc goi gom gung ha hai ham han hang hanh hat hau he hen heo het
hoa hoc hoi hom hong hop hu huong huou ke ken keo keu khach khay khe khen kho khoai khoi khung kia
kien kieu kim la lac lai lam lan lang lanh lau lay len leo lo loa loc loi lon long lop lu lua luc
lui lung luoi luon ly ma mach mai man mang manh mat mau may me men meo mi mia mien mo moc moi mon
mong mua mui mung muoi muong na nai nam nan nang ne nem nen neo ngan ngao ngay ngo ngoi ngon ngua
nha nham nhan nhay nhip nho nhom nhung noi nom non nong nui nuoc oc oi on ong pha phan phao pho
phong phu qua quan quanh que quen quyt rau ray ren reo ria roi rong rung ruong sai sam san sang
sao sap sau say sen seo sim so soi son song suoi suong ta tai tam tan tang tao tau tay te ten tep
tham than thang thanh thau the them then thi thia thoi thom thu thuong thuyen tia tien tim to toc
toi tom ton tong tra trai tram tran trang tranh trau tre tren treo tri trieu tron trong trua trung
tu tui tung tuoi tuong ut va vai van vang vao vat vay ve ven vi vich vien vo voi von vong vu vua
vui vung vuon xa xam xanh xao xay xe xen xeo xoai xoi xom xuan xuong yen yeu
"""
SYLLABLES = tuple(_TEXT.split())


def passphrase() -> str:
    """Draw a password of six syllables that the rules for passwords accept."""
    while True:
        words = " ".join(secrets.choice(SYLLABLES) for _ in range(WORDS))
        if _is_accepted(words):
            return words


def _is_accepted(words: str) -> bool:
    try:
        refuse_password(words)
    except NotAllowedNow:
        return False
    return True
