"""What the running bot cannot go on with: one clear line and an exit code."""

from dataclasses import dataclass


@dataclass(eq=False)
class Fatal(Exception):
    """`line` is all that the operator needs; `code` is the exit code."""

    line: str
    code: int

    def __str__(self) -> str:
        return self.line


class TokenRefused(Fatal):
    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the token (KW_TOKEN). Was it revoked? BotFather shows the present one.", 3
        )


class SecondInstance(Fatal):
    def __init__(self) -> None:
        super().__init__("Another instance runs with the same token. Only one may; this one stops.", 4)
