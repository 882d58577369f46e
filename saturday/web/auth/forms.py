"""What is typed to come in, and to set a password?"""

from collections.abc import Sequence
from typing import Self

from wtforms import Field, PasswordField, RadioField, StringField, ValidationError
from wtforms.validators import AnyOf, EqualTo

from saturday.models.accounts import Account
from saturday.web.fields import BaseForm, at_most, option, required


def _new_password() -> PasswordField:
    return PasswordField("Mật khẩu mới", [required("Hãy ghi mật khẩu mới.")])


def _again() -> PasswordField:
    same = EqualTo("new_password", "Hai lần ghi mật khẩu mới chưa giống nhau.")
    return PasswordField("Mật khẩu mới, ghi lần nữa", [same])


class SignInForm(BaseForm):
    """User name and password."""

    username = StringField("Tên đăng nhập", [required("Hãy ghi tên đăng nhập."), at_most(80)])
    password = PasswordField("Mật khẩu", [required("Hãy ghi mật khẩu.")])


class PasswordForm(BaseForm):
    """The password in use, and a new one typed twice."""

    password = PasswordField("Mật khẩu đang dùng", [required("Hãy ghi mật khẩu đang dùng.")])
    new_password = _new_password()
    again = _again()

    def validate_new_password(self, field: Field) -> None:
        """Refuse the password that is to be given up."""
        if field.data == self.password.data:
            message = "Mật khẩu mới phải khác mật khẩu đang dùng."
            raise ValidationError(message)


class SetPasswordForm(BaseForm):
    """A password chosen by its owner, typed twice."""

    new_password = _new_password()
    again = _again()


class FirstAdminForm(BaseForm):
    """The first account of a new copy of the app."""

    username = StringField("Tên đăng nhập", [required("Hãy ghi tên đăng nhập."), at_most(40)])
    name = StringField("Họ và tên", [required("Hãy ghi họ và tên."), at_most(120)])
    new_password = _new_password()
    again = _again()


class CodeForm(BaseForm):
    """A code of the telephone, or a recovery code."""

    code = StringField("Mã đăng nhập", [required("Hãy ghi mã."), at_most(40)])


class ProveForm(BaseForm):
    """The first code of a telephone, by whoever knows the password."""

    code = StringField("Mã đang hiện trong ứng dụng", [required("Hãy ghi mã."), at_most(40)])
    password = PasswordField("Mật khẩu đang dùng", [required("Hãy ghi mật khẩu đang dùng.")])


class OwnerForm(BaseForm):
    """The password once more, before the second step is changed."""

    password: PasswordField


class RenewForm(OwnerForm):
    """The password, for new recovery codes."""

    password = PasswordField(
        "Mật khẩu đang dùng", [required("Hãy ghi mật khẩu đang dùng.")], name="renew-password"
    )


class DropForm(OwnerForm):
    """The password, to give the second step up."""

    password = PasswordField(
        "Mật khẩu đang dùng", [required("Hãy ghi mật khẩu đang dùng.")], name="drop-password"
    )


class SlipForm(BaseForm):
    """The code of a printed slip."""

    code = StringField("Mã trên phiếu", [required("Hãy ghi mã trên phiếu."), at_most(60)])


class PersonForm(BaseForm):
    """One of those who signed in on this machine, and the password."""

    person = RadioField("Người vào làm", validate_choice=False)
    password = PasswordField("Mật khẩu", [required("Hãy ghi mật khẩu.")])

    @classmethod
    def offering(cls, people: Sequence[Account]) -> Self:
        """Offer these people; whoever was here before the last comes first to hand."""
        likely = people[1] if len(people) > 1 else people[0]
        form = cls(person=str(likely.id))
        form.person.choices = [option(str(one.id), one.name) for one in people]
        known = [str(one.id) for one in people]
        form.person.validators = [AnyOf(known, "Hãy chọn người vào làm.")]
        return form
