"""A client of the CRM API as Sixty's users write them in Python: one requests session with the
headers of every request, GET and DELETE too. Run by clients.test.ts in a process of its own:
    python3 crm_client.py BASE_URL API_KEY
What it saw is its only output, as one line of JSON.
"""

import json
import sys

import requests

BASE_URL, API_KEY = sys.argv[1:3]

session = requests.Session()
session.headers.update({"Content-Type": "application/json", "X-API-Key": API_KEY})


def call(method, endpoint, **options):
    response = session.request(method, f"{BASE_URL}/{endpoint}", **options)
    return response.status_code, response.json(), response.headers


def succeed(method, endpoint, **options):
    status, envelope, _ = call(method, endpoint, **options)
    assert status in (200, 201), (status, envelope)
    assert envelope["error"] is None, envelope
    return envelope


def refusal(method, endpoint, **options):
    status, envelope, _ = call(method, endpoint, **options)
    assert envelope["data"] is None, envelope
    return {"status": status, "code": envelope.get("code"), "message": envelope["error"]}


def all_contacts(limit):
    rows, offset = 0, 0
    while True:
        page = succeed("GET", "api-v1-contacts", params={"limit": limit, "offset": offset})
        rows += len(page["data"])
        offset += limit
        if not page["pagination"]["hasMore"]:
            return rows


jane = {
    "first_name": "Jane",
    "last_name": "Smith",
    "email": "jane.smith@example.com",
    "title": "CTO",
}
created = succeed("POST", "api-v1-contacts", json=jane)
path = f"api-v1-contacts/{created['data']['id']}"
for n in range(5):
    succeed("POST", "api-v1-contacts", json={"first_name": f"N{n}", "email": f"n{n}@example.com"})
searched = succeed(
    "GET", "api-v1-contacts", params={"search": "jane.smith@example.com", "limit": 25}
)
flagged = succeed("GET", "api-v1-contacts", params={"is_primary": "false", "limit": 1})
_, _, headers = call("GET", path)

report = {
    "created": created,
    "searched": searched,
    "updated": succeed("PUT", path, json={"title": "CEO", "phone": "+1-555-0123"}),
    "read": succeed("GET", path),
    "all": all_contacts(4),
    "flagged": flagged["count"],
    "limits": [headers.get(f"X-RateLimit-{name}") for name in ("Limit", "Remaining", "Reset")],
    "duplicate": refusal("POST", "api-v1-contacts", json=jane),
    "removed": succeed("DELETE", path),
    "gone": refusal("GET", path),
}
print(json.dumps(report))
