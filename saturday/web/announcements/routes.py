"""What is told of a Saturday by each channel, and who approved it?"""

from flask import Blueprint

bp = Blueprint("announcements", __name__)
