"""What is typed to come in, and to set a password?"""

from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import EqualTo

from saturday.web.fields import BaseForm, at_most, required


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
