"""What is told of each Saturday: public pages, every channel's text, loudspeaker, villages."""
