"""Secrets from files and variables."""

import pytest

from md_pure.md_inventory_core.secrets import SecretError, read_secret, same_secret

NAME = "MD_METRICS_TOKEN"


@pytest.fixture
def secret_file(tmp_path):
    """Write a file of a mode and name it as the environment would."""

    def write(content, mode=0o600):
        file = tmp_path / "token"
        file.write_bytes(content)
        file.chmod(mode)
        return {f"{NAME}_FILE": str(file), NAME: "from the variable"}

    return write


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        (b"s3cret\n", "s3cret"),
        (b"s3cret\r\n", "s3cret"),
        (b"s3cret", "s3cret"),
        (b" s3 cret \n\n", " s3 cret \n"),
        ("পাসওয়ার্ড\n".encode(), "পাসওয়ার্ড"),
        (b"\n", None),
    ],
)
def test_the_file_wins_and_loses_one_line_break(secret_file, content, secret):
    assert read_secret(NAME, secret_file(content)) == secret


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o666])
def test_a_file_open_to_everybody_is_refused(secret_file, mode):
    with pytest.raises(SecretError, match=r"open to everybody.*chmod o-rwx") as caught:
        read_secret(NAME, secret_file(b"s3cret", mode))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o400, 0o640])
def test_owner_and_group_may_read(secret_file, mode):
    assert read_secret(NAME, secret_file(b"s3cret", mode)) == "s3cret"


def test_what_a_container_engine_mounted_may_be_open(
    secret_file, tmp_path, monkeypatch
):
    module = read_secret.__globals__
    monkeypatch.setitem(module, "MOUNTED", tmp_path)
    assert read_secret(NAME, secret_file(b"s3cret", 0o444)) == "s3cret"


def test_a_missing_file_and_one_that_is_no_text_are_told(secret_file, tmp_path):
    with pytest.raises(SecretError, match="No such file"):
        read_secret(NAME, {f"{NAME}_FILE": str(tmp_path / "nowhere")})
    with pytest.raises(SecretError, match="not UTF-8"):
        read_secret(NAME, secret_file(b"\xff\xfe"))


def test_the_variable_and_nothing_at_all():
    assert read_secret(NAME, {NAME: "x"}) == "x"
    assert read_secret(NAME, {NAME: ""}) is None
    assert read_secret(NAME, {}) is None


@pytest.mark.parametrize(
    ("given", "wanted", "same"),
    [
        ("a", "a", True),
        ("ä", "ä", True),
        ("a", "b", False),
        ("a", "aa", False),
        ("", "", False),
        (None, None, False),
        ("a", None, False),
    ],
)
def test_comparison(given, wanted, same):
    assert same_secret(given, wanted) is same
