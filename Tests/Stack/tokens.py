"""Tokens that must not be taken, and some that must: how each is made, and what is said of it.

They are signed by PyJWT, another library than ours; where it would not make such a token, from the parts that it is made of.
"""

import dataclasses
import json

import jwt
from jwt.algorithms import HMACAlgorithm
from jwt.utils import base64url_decode, base64url_encode

AUDIENCE, ISSUER = "chat", "https://app.example"
SECRET = b"the secret of this table's application"
# That of RFC 7515, appendix A.1; it is the second one here.
RFC_KEY = base64url_decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
OTHER = b"a secret that nobody has told the chat"
# Far off, so that the table needs no clock; and farther, past and future.
EXP, LATER, EARLIER = 4_000_000_000, 3_900_000_000, 1_000_000_000
GOOD = {"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "name": "Ann", "exp": EXP}
HS256 = HMACAlgorithm(HMACAlgorithm.SHA256)


def signed(header, payload, key=SECRET):
    """Of any two texts or bytes."""
    first, second = (part if isinstance(part, bytes) else part.encode() for part in (header, payload))
    text = base64url_encode(first) + b"." + base64url_encode(second)
    return (text + b"." + base64url_encode(HS256.sign(text, key))).decode()


def said(header=None, key=SECRET, algorithm="HS256", without=(), **claims):
    """As PyJWT's own users make one."""
    content = {name: value for name, value in (GOOD | claims).items() if name not in without}
    return jwt.encode(content, key, algorithm=algorithm, headers=header)


def headed(text):
    """With a header that is this text."""
    return signed(text, json.dumps(GOOD))


def claiming(text):
    """With claims that are this text, or those of a good token and this behind them."""
    return signed('{"alg":"HS256"}', text if text[:1] != "," else json.dumps(GOOD)[:-1] + text + "}")


HEADER, PAYLOAD, SIGNATURE = said().split(".")
# As the RFCs print them: 7515 appendix A.1 (HS256), A.2 (RS256), A.3 (ES256) and A.5, as in 7519 section 6.1 (none).
RFC_PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
RFC_HS256 = f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{RFC_PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
RFC_RS256 = (
    f"eyJhbGciOiJSUzI1NiJ9.{RFC_PAYLOAD}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2"
    "Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO"
    "--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
RFC_ES256 = f"eyJhbGciOiJFUzI1NiJ9.{RFC_PAYLOAD}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
RFC_NONE = f"eyJhbGciOiJub25lIn0.{RFC_PAYLOAD}."


@dataclasses.dataclass(frozen=True)
class Row:
    """A token that is refused."""

    what: str
    token: str
    # What is said of it, after "The token's "; a whole sentence where it begins with a capital letter.
    words: str
    # What PyJWT takes although we don't, asked for the same: a sentence that says why we do not.
    but: str = ""

    @property
    def sentence(self):
        return self.words if self.words[0].isupper() else f"The token's {self.words}"


ALG, READ = "alg is not HS256.", "claims can't be read"
SECRETS = "signature is made with none of the secrets."
WRONG = [
    # The RFCs' own.
    Row("RFC 7515 A.1, HS256: about nobody", RFC_HS256, "sub is missing."),
    Row("RFC 7515 A.2, RS256", RFC_RS256, ALG),
    Row("RFC 7515 A.3, ES256", RFC_ES256, ALG),
    Row("RFC 7519 6.1, none", RFC_NONE, "signature is empty."),
    # Algorithms, RFC 8725 section 2.1.
    Row("none, with a signature", headed('{"alg":"none"}'), ALG),
    Row("None", headed('{"alg":"None"}'), ALG),
    Row("hs256 in small letters", headed('{"alg":"hs256"}'), ALG),
    Row("HS384", said(algorithm="HS384", key=SECRET * 2), ALG),
    Row("HS512", said(algorithm="HS512", key=SECRET * 2), ALG),
    Row("RS256 that is signed as HS256 would be", headed('{"alg":"RS256"}'), ALG),
    Row("alg is a number", headed('{"alg":256}'), ALG),
    Row("alg is missing", headed('{"typ":"JWT"}'), ALG),
    Row("alg twice", headed('{"alg":"none","alg":"HS256"}'), "header can't be read",
        "of two members of a name Python reads the last, others the first"),
    # Headers.
    Row("crit of what we don't know", said({"crit": ["exp"]}), "crit asks for extensions, and none is understood."),
    Row("RFC 7797: a payload that is not encoded", headed('{"alg":"HS256","b64":false,"crit":["b64"]}'),
        "crit asks for extensions, and none is understood."),
    Row("typ of another kind of token", said({"typ": "at+jwt"}), "typ is not JWT.", "it does not look at typ"),
    Row("a header that is a list", headed("[]"), "header can't be read"),
    Row("a header that is no JSON", headed("{"), "header can't be read"),
    Row("a header that is not UTF-8", signed(b'{"alg":"HS256","x":"\xff"}', json.dumps(GOOD)), "header can't be read"),
    # Whose signature it is.
    Row("another secret", said(key=OTHER), SECRETS),
    Row("another secret, with a kid that nobody knows", said({"kid": "../../dev/null"}, key=OTHER), SECRETS),
    Row("another secret, which it brings along", said({"jwk": {"kty": "oct", "k": "eA"}}, key=OTHER), SECRETS),
    Row("a signature of another token", f"{HEADER}.{PAYLOAD}.{said(sub='8').split('.')[2]}", SECRETS),
    Row("a signature that is cut short", f"{HEADER}.{PAYLOAD}.{SIGNATURE[:22]}", "signature is not base64url without padding."),
    Row("claims of another token", f"{HEADER}.{said(sub='8').split('.')[1]}.{SIGNATURE}", SECRETS),
    # What it is about, and from whom.
    Row("no sub", said(without=["sub"]), "sub is missing."),
    Row("sub is empty", said(sub=""), "sub has not 1 to 256 bytes.", "it has no bounds"),
    Row("sub is a number", claiming(json.dumps(GOOD | {"sub": 7})), "sub is not a text."),
    Row("sub is too long", said(sub="7" * 257), "sub has not 1 to 256 bytes.", "it has no bounds"),
    Row("sub twice", claiming(',"sub":"8"'), READ, "of two members of a name Python reads the last"),
    Row("sub twice, once by an escape", claiming(r',"\u0073ub":"8"'), READ, "likewise"),
    Row("no iss", said(without=["iss"]), "iss is missing."),
    Row("another iss", said(iss="https://app.example/"), "iss is somebody else."),
    Row("iss is a list that has it", claiming(json.dumps(GOOD | {"iss": [ISSUER]})), "iss is not a text."),
    Row("no aud", said(without=["aud"]), "aud is missing."),
    Row("another aud", said(aud="Chat"), "aud is not this chat."),
    Row("a list of others", said(aud=["mail", "files"]), "aud is not this chat."),
    Row("aud is a number", said(aud=7), "aud is neither a text nor a list of texts."),
    Row("a list with what is no text", said(aud=["chat", 7]), "aud is neither a text nor a list of texts."),
    # Times.
    Row("no exp", said(without=["exp"]), "exp is missing."),
    Row("exp is a text", claiming(json.dumps(GOOD | {"exp": str(EXP)})), "exp is not a number of seconds.",
        "it makes a number of a text"),
    Row("exp is null", claiming(json.dumps(GOOD | {"exp": None})), "exp is not a number of seconds."),
    Row("exp is true", claiming(json.dumps(GOOD | {"exp": True})), "exp is not a number of seconds."),
    Row("exp in milliseconds", said(exp=EXP * 1_000), "exp lies beyond the year 9999: it counts seconds, not milliseconds.",
        "it has no bounds"),
    Row("exp before 1970", said(exp=-1), "exp lies before 1970."),
    Row("exp is no number that is", claiming(json.dumps(GOOD).replace(str(EXP), "1e999")), READ),
    Row("exp is over", said(exp=EARLIER), "exp is over."),
    Row("nbf to come", said(nbf=LATER), "nbf has not come yet."),
    Row("iat to come", said(iat=LATER), "iat lies in the future."),
    Row("iat is a text", claiming(json.dumps(GOOD | {"iat": "yesterday"})), "iat is not a number of seconds."),
    # Names.
    Row("no name", said(without=["name"]), "The token's name is missing.", "it knows no names"),
    Row("name is an object", said(name={"first": "Ann"}), "name is not a text.", "it knows no names"),
    # Rooms.
    Row("rooms is a list", said(rooms=["news"]), "rooms is not an object.", "it knows no rooms"),
    Row("a right that is none", said(rooms={"news": "w"}), "rooms has another right than r and rw.", "it knows no rooms"),
    Row("a room that can't be", said(rooms={"News": "r"}), "rooms names what is no room, and no beginning of one.", "it knows no rooms"),
    Row("too many rooms", said(rooms={f"r{number}": "r" for number in range(101)}), "rooms names more than 100.", "it knows no rooms"),
    # Claims that are none.
    Row("claims that are a list", claiming('["sub","7"]'), READ),
    Row("claims that end too early", claiming(json.dumps(GOOD)[:-1]), READ),
    Row("something behind the claims", claiming(json.dumps(GOOD) + "{}"), READ),
    Row("half of a surrogate pair", claiming(r',"x":"\ud83d"'), READ, "Python's texts may have half of a pair"),
    Row("100 lists in one another", claiming(f',"x":{"[" * 100}{"]" * 100}'), READ, "it has no bounds"),
    Row("claims of UTF-16", signed('{"alg":"HS256"}', json.dumps(GOOD).encode("utf-16")), READ, "Python finds out what they are"),
    # Texts that are no token.
    Row("one dot", f"{HEADER}.{PAYLOAD}", "The token has not three parts with dots between them."),
    Row("three dots", f"{HEADER}.{PAYLOAD}.{SIGNATURE}.{SIGNATURE}", "The token has not three parts with dots between them."),
    Row("an encrypted token's five parts", "a.b.c.d.e", "The token has not three parts with dots between them."),
    Row("nothing but dots", "..", "header is empty."),
    Row("no claims", f"{HEADER}..{SIGNATURE}", "payload is empty."),
    Row("no signature", f"{HEADER}.{PAYLOAD}.", "signature is empty."),
    Row("padding", f"{HEADER}.{PAYLOAD}.{SIGNATURE}=", "signature is not base64url without padding.", "it drops padding"),
    Row("the other alphabet", f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-1]}+", "signature is not base64url without padding."),
    Row("longer than 4 KiB", said(x="x" * 4_000), "The token is longer than 4096 bytes.", "it has no bounds"),
    Row("20 KB", said(x="x" * 15_000), "The token is longer than 4096 bytes.", "it has no bounds"),
]

# What is taken by both, and the sub for which it is taken.
TAKEN = {
    "a list of audiences": (said(aud=["mail", AUDIENCE]), "7"),
    "by the second secret, that of RFC 7515 A.1": (said(key=RFC_KEY), "7"),
    "a kid that nobody knows": (said({"kid": "9"}), "7"),
    "without a typ": (headed('{"alg":"HS256"}'), "7"),
    "typ in small letters": (said({"typ": "jwt"}), "7"),
    "times with fractions": (said(exp=EXP + 0.5, iat=EARLIER + 0.25, nbf=EARLIER), "7"),
    "other claims of every kind": (said(rooms={"news": "r"}, admin=True, n=None, list=[1, 2.5]), "7"),
    "a sub with dots, blanks and signs": (said(sub="ä/ü?.\u0000 \U0001f600"), "ä/ü?.\u0000 \U0001f600"),
    "a sub of 256 bytes": (said(sub="7" * 256), "7" * 256),
    "white space in its parts": (signed('\r\n{ "alg" : "HS256" }\t', json.dumps(GOOD, indent=4)), "7"),
}
