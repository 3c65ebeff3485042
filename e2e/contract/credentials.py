"""Signs in to the demo and gives every operation the credentials that its document names.

Where a key is allowed, the key is sent; elsewhere the cookie of the session. Both are the owner's.
"""

import os
import pathlib

import requests
import schemathesis

API = os.environ["CONTRACT_URL"] + "/api/v1"
PEOPLE = pathlib.Path(os.environ["CONTRACT_SIGN_IN"]).read_text().splitlines()
WAIT_SECONDS = 30


def ask(method, path, session=None, **body):
    cookies = {"kosmos": session} if session else None
    answer = requests.request(method, API + path, json=body or None, cookies=cookies, timeout=WAIT_SECONDS)
    answer.raise_for_status()
    return answer


def sign_in():
    owner, password = PEOPLE[0].split()[0], PEOPLE[-1]
    return ask("POST", "/session", email=owner, password=password).cookies["kosmos"]


SESSION = sign_in()
ACTIONS = ask("GET", "/api-keys", SESSION).json()["actions"]
KEY = ask("POST", "/api-keys", SESSION, name="contract", actions=ACTIONS).json()
IN_USE = {KEY["key"]["id"], *(line["id"] for line in ask("GET", "/sessions", SESSION).json())}


@schemathesis.auth(refresh_interval=None)
class Credentials:
    def get(self, case, context):
        return KEY["token"], SESSION

    def set(self, case, data, context):
        key, session = data
        schemes = {name for scheme in case.operation.definition.raw.get("security", []) for name in scheme}
        if "api_key" in schemes:
            case.headers["Authorization"] = "Bearer " + key
        elif "session" in schemes:
            case.cookies["kosmos"] = session


@schemathesis.hook
def filter_case(context, case):
    """What this run signs in with must outlive it."""
    return not IN_USE.intersection(str(value) for value in (case.path_parameters or {}).values())


def whole(value):
    """A schema calls 450.0 an integer; programs that write JSON write 450."""
    match value:
        case dict():
            return {name: whole(part) for name, part in value.items()}
        case list():
            return [whole(part) for part in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


@schemathesis.hook
def map_body(context, body):
    return whole(body)


@schemathesis.deserializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def spreadsheet(context, response):
    """A workbook is bytes; what is in it is the business of other tests."""
    return response.content.decode("latin-1")
