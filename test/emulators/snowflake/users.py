"""Who may log in, and how: passwords, public keys, OAuth tokens, programmatic access tokens."""
import base64
import hashlib

import jwt
from cryptography.hazmat.primitives import serialization

WRONG = ("390100", "Incorrect username or password was specified.")
WRONG_JWT = ("390144", "JWT token is invalid.")
WRONG_TOKEN = ("390303", "Invalid OAuth access token.")
WRONG_PAT = ("394400", "Programmatic access token is invalid.")

# Name in upper case to what the control door said of the user.
users = {}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def log_in(data):
    """The user that a login request is for. Raises Refused."""
    user = users.get(data.get("LOGIN_NAME", "").upper())
    way = data.get("AUTHENTICATOR", "SNOWFLAKE").upper()
    check = {"SNOWFLAKE_JWT": by_key, "OAUTH": by_oauth, "PROGRAMMATIC_ACCESS_TOKEN": by_pat}.get(way, by_password)
    check(user or {}, data)
    return user


def by_password(user, data):
    if user.get("password") is None or data.get("PASSWORD") != user["password"]:
        raise Refused(*WRONG)


def by_oauth(user, data):
    if user.get("oauthToken") is None or data.get("TOKEN") != user["oauthToken"]:
        raise Refused(*WRONG_TOKEN)


def by_pat(user, data):
    if user.get("accessToken") is None or data.get("TOKEN") != user["accessToken"]:
        raise Refused(*WRONG_PAT)


def by_key(user, data):
    """The token is signed with the user's key, and names account, user and that key as Snowflake asks for it."""
    if user.get("publicKey") is None:
        raise Refused(*WRONG_JWT)
    key = serialization.load_pem_public_key(user["publicKey"].encode())
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    fingerprint = "SHA256:" + base64.b64encode(hashlib.sha256(der).digest()).decode()
    subject = f"{data['ACCOUNT_NAME'].upper()}.{data['LOGIN_NAME'].upper()}"
    try:
        # The client counts the token's times in milliseconds.
        options = {"verify_exp": False, "verify_iat": False}
        claims = jwt.decode(data["TOKEN"], key, algorithms=["RS256"], options=options)
    except jwt.PyJWTError as error:
        raise Refused(*WRONG_JWT) from error
    if claims["sub"] != subject or claims["iss"] != f"{subject}.{fingerprint}":
        raise Refused(*WRONG_JWT)
