"""What holds for every endpoint, shown on one of them."""

import pytest
from django.http import HttpResponse

from tests.api.client import Api, told
from tests.api.schema import check_answer


def test_the_document_names_itself() -> None:
    document = told(Api().get("/api/openapi.json"))
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/api/openapi.json"]["get"]["responses"]["200"]


def test_every_operation_has_a_name_of_its_own() -> None:
    paths = told(Api().get("/api/openapi.json"))["paths"].values()
    names = [operation["operationId"] for path in paths for operation in path.values()]
    assert len(set(names)) == len(names) > 1


def test_an_address_that_is_not_there_is_told_as_json() -> None:
    assert told(Api().get("/api/v1/nothing"), 404) == {"error": "Record not found"}


def test_a_method_that_is_not_taken_is_told_with_those_that_are() -> None:
    answer = Api().post("/api/openapi.json")
    told(answer, 405)
    assert answer.headers["Allow"] == "GET"


def test_a_token_that_never_was_is_refused_everywhere() -> None:
    answer = Api("never was").get("/api/openapi.json/")
    assert told(answer, 401) == {"error": "The access token is invalid"}


def test_a_page_elsewhere_may_read_the_link_header() -> None:
    answer = Api().get("/api/openapi.json", Origin="https://elsewhere.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "link" in answer.headers["Access-Control-Expose-Headers"].lower()
    asked = Api().client.options(
        "/api/v1/statuses",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"},
    )
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_an_answer_that_the_document_does_not_know_fails_a_test() -> None:
    for wrong in (HttpResponse("[]", content_type="application/json"), HttpResponse("{}", status=418)):
        with pytest.raises(
            AssertionError, match="not as documented" if wrong.status_code == 200 else "not in the document"
        ):
            check_answer("GET", "/api/openapi.json", wrong)
