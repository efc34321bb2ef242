"""One evaluation from opening to publication, done through the API as a client would.

Run it against a running demo server:

    make run                                       # in one terminal
    .venv/bin/python examples/walkthrough.py       # in another; another address as its argument

Every act is a GraphQL mutation; files go to the address that `beginUpload` answers with. A refusal is part of the
answer, with a code and a text; this program stops at the first one it does not expect.
"""

import hashlib
import io
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from fpdf import FPDF

FRAMEWORK = "esg_2015"
PROCESS = "public-professional-evaluation"
REFUSALS = """
    ... on Blocked { reasons { code message { en } criterionCode } }
    ... on StaleVersion { current message { en } }
    ... on InvalidInput { problems { path code message { en } } }
    ... on NotPermittedOrAbsent { message { en } }
"""
CASE = "... on Evaluation { id number version state { code } }"


class Refused(Exception):
    """The server answered with a refusal."""


class Client:
    """A signed-in person, or nobody."""

    def __init__(self, address: str, login: str = "", password: str = "") -> None:
        self.login = login
        self._http = httpx.Client(base_url=address, timeout=60, trust_env=False)
        if login:
            self._http.post("/session", json={"login": login, "password": password}).raise_for_status()

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation; raises Refused for errors of the request."""
        answer = self._http.post("/graphql", json={"query": query, "variables": variables}).json()
        if answer.get("errors"):
            raise Refused(str(answer["errors"]))
        data: dict[str, Any] = answer["data"]
        return data

    def act(self, name: str, kind: str, fields: str, **given: Any) -> dict[str, Any]:
        """The changed thing; raises Refused with the server's reasons."""
        query = f"mutation Act($input: {kind}!) {{ {name}(input: $input) {{ __typename {fields} {REFUSALS} }} }}"
        result: dict[str, Any] = self.ask(query, input=given)[name]
        if result["__typename"] in ("Blocked", "StaleVersion", "InvalidInput", "NotPermittedOrAbsent"):
            raise Refused(f"{name}: {result}")
        return result

    def step(self, name: str, number: str) -> dict[str, Any]:
        """A step that needs nothing but the will to take it."""
        case = self.case(number)
        return self.act(name, "StepInput", CASE, evaluationId=case["id"], expectedVersion=case["version"])

    def case(self, number: str, fields: str = "") -> dict[str, Any]:
        """The evaluation as this person sees it."""
        found: dict[str, Any] = self.ask(
            f"query ($number: String!) {{ viewer {{ evaluation(number: $number) {{ id version {fields} }} }} }}",
            number=number,
        )["viewer"]["evaluation"]
        return found

    def put(self, address: str, content: bytes, part: int = 40_000) -> None:
        """Send a file in parts, as a browser does that may lose the connection between them."""
        for offset in range(0, len(content), part):
            headers = {"Upload-Offset": str(offset)}
            self._http.put(address, content=content[offset : offset + part], headers=headers).raise_for_status()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def get(self, address: str) -> httpx.Response:
        """A file."""
        return self._http.get(address)


def tell(step: str, text: str) -> None:
    """Say on the terminal what has happened."""
    sys.stdout.write(f"{step:>2}  {text}\n")


def evidence(title: str, pages: int) -> bytes:
    """A PDF of so many pages."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.multi_cell(0, 8, f"{title}\nPage {number}\nWhat the school does, and how it knows.")
    target = io.BytesIO()
    pdf.output(target)
    return target.getvalue()


def open_case(secretary: Client, school: Client) -> tuple[str, list[dict[str, Any]]]:
    """1. The secretary opens an evaluation, with a deadline for every phase."""
    data = secretary.ask(
        """{ frameworks { nodes { id code criteria { code scored scale { levels { value } maximum } } } }
             viewer { processes { code deadlines { name days atOpening } } } }"""
    )
    framework = next(found for found in data["frameworks"]["nodes"] if found["code"] == FRAMEWORK)
    process = next(found for found in data["viewer"]["processes"] if found["code"] == PROCESS)
    now = datetime.now(UTC)
    opened = secretary.act(
        "openEvaluation",
        "OpenEvaluationInput",
        CASE,
        idempotencyKey=str(uuid4()),
        schoolId=school.ask("{ viewer { organisations { id } } }")["viewer"]["organisations"][0]["id"],
        frameworkVersionId=framework["id"],
        processCode=process["code"],
        deadlines=[
            {"name": kind["name"], "dueAt": (now + timedelta(days=kind["days"])).isoformat()}
            for kind in process["deadlines"]
            if kind["atOpening"]
        ],
    )
    tell("1", f"evaluation {opened['number']} is open")
    return opened["number"], [criterion for criterion in framework["criteria"] if criterion["scored"]]


def prepare(school: Client, number: str, criteria: list[dict[str, Any]]) -> None:
    """2. The school uploads evidence, evaluates itself, and submits; submitting too early lists what is missing."""
    case = school.case(number)
    try:
        school.step("submit", number)
    except Refused as refused:
        tell("2", f"submitting too early is refused with {str(refused).count('criterionCode')} reasons")
    codes = [criterion["code"] for criterion in criteria]
    content = evidence("How our school works", len(codes))
    upload = school.act(
        "beginUpload",
        "BeginUploadInput",
        "... on Upload { id url }",
        evaluationId=case["id"],
        idempotencyKey=str(uuid4()),
        fileName="how-we-work.pdf",
        size=len(content),
        criterionCodes=codes,
    )
    school.put(upload["url"], content)
    school.act("finishUpload", "FinishUploadInput", "... on Upload { state }", uploadId=upload["id"])
    document = checked(school, upload["id"])
    school.act(
        "describeDocument",
        "DescribeDocumentInput",
        "... on EvidenceDocument { id title }",
        documentId=document["id"],
        expectedVersion=document["version"],
        title="How our school works",
        public=True,
        criterionCodes=codes,
    )
    for criterion in criteria:
        school.act(
            "assess",
            "AssessInput",
            "... on SelfAssessment { version }",
            evaluationId=case["id"],
            criterionCode=criterion["code"],
            expectedVersion=0,
            score=best(criterion),
            text=f"On {criterion['code']} we do what the document says, and we check it every term.",
        )
    school.step("submit", number)
    tell("2", "the school has submitted its self-evaluation")


def checked(school: Client, upload: str) -> dict[str, Any]:
    """The document an upload became, once the server has checked it."""
    for _ in range(120):
        found = school.ask(
            """query ($id: ID!) { node(id: $id) { ... on Upload { state refusal { message { en } }
                                                                 document { id version } } } }""",
            id=upload,
        )["node"]
        if found["state"] == "READY":
            document: dict[str, Any] = found["document"]
            return document
        if found["state"] == "REFUSED":
            raise Refused(found["refusal"]["message"]["en"])
        time.sleep(0.5)
    raise Refused("the file is still being checked")


def best(criterion: dict[str, Any]) -> str:
    """The highest value of a criterion's scale."""
    levels = criterion["scale"]["levels"]
    value: str = levels[-1]["value"] if levels else criterion["scale"]["maximum"]
    return value


def form_panel(secretary: Client, experts: list[Client], number: str) -> None:
    """3. The secretary screens the submission and seats three experts; a conflict of interest stops one."""
    secretary.step("acceptSubmission", number)
    ours = {expert.ask("{ viewer { person { id } } }")["viewer"]["person"]["id"] for expert in experts}
    case = secretary.case(number, "candidates { person { id } barredBy { message { en } } }")
    barred = next((found for found in case["candidates"] if found["barredBy"]), None)
    if barred:
        try:
            seat(secretary, number, barred["person"]["id"], lead=False)
        except Refused:
            tell("3", f"a conflict of interest stops a seat: {barred['barredBy'][0]['message']['en']}")
    for place, person in enumerate(
        found["person"]["id"] for found in case["candidates"] if found["person"]["id"] in ours
    ):
        seat(secretary, number, person, lead=place == 0)
    secretary.step("startReview", number)
    tell("3", "the panel is formed")


def seat(secretary: Client, number: str, person: str, *, lead: bool) -> None:
    """Seat one expert."""
    case = secretary.case(number)
    given = {"evaluationId": case["id"], "expectedVersion": case["version"], "personId": person, "lead": lead}
    secretary.act("seatExpert", "SeatExpertInput", CASE, **given)


def review(expert: Client, number: str, criteria: list[dict[str, Any]]) -> None:
    """4. An expert scores every criterion with a justification and a citation, and hands the review in."""
    case = expert.case(number, "documents { current { id pageCount } } myReview { version } reviews { mine }")
    assert all(found["mine"] for found in case["reviews"]), "experts are blind to one another"
    version = case["myReview"]["version"]
    for page, criterion in enumerate(criteria, start=1):
        version = expert.act(
            "score",
            "ScoreInput",
            "... on Review { version progress { done total } }",
            evaluationId=case["id"],
            expectedVersion=version,
            criterionCode=criterion["code"],
            value=best(criterion),
            justification=f"Page {page} shows what is asked.",
            citations=[{"versionId": case["documents"][0]["current"]["id"], "page": page, "quote": f"Page {page}"}],
        )["version"]
    expert.act(
        "submitReview",
        "SubmitReviewInput",
        "... on Review { state }",
        evaluationId=case["id"],
        expectedVersion=version,
    )


def agree_on_report(experts: list[Client], number: str, criteria: list[dict[str, Any]]) -> Client:
    """5. The lead sees the spread, writes the panel's position and the report; the panel agrees."""
    lead = next(expert for expert in experts if "LEAD" in expert.case(number, "myRoles")["myRoles"])
    lead.step("closeReview", number)
    case = lead.case(number, "consensus { spread { lowest highest divergent } }")
    for criterion in criteria:
        lead.act(
            "writeConsensus",
            "WriteConsensusInput",
            "... on Consensus { version }",
            evaluationId=case["id"],
            criterionCode=criterion["code"],
            expectedVersion=0,
            value=best(criterion),
            position="The panel agrees: the document shows what is asked.",
        )
    lead.act(
        "writeReport",
        "WriteReportInput",
        "... on Report { version total }",
        evaluationId=case["id"],
        expectedVersion=0,
        summary="The school does what it says and checks it.",
        strengths="Everything asked for is documented.",
        recommendations="Keep checking every term.",
        proposedOutcome="accredited",
        conditions=[],
    )
    for expert in experts:
        expert.step("agree", number)
    lead.step("sendReportToSchool", number)
    tell("5", "the panel has agreed on its report")
    return lead


def check_facts(school: Client, lead: Client, number: str) -> None:
    """6. The school points at a factual error; the lead answers it."""
    case = school.case(number, "report { summary }")
    school.act(
        "claimError",
        "ClaimErrorInput",
        "... on Evaluation { accuracyClaims { id } }",
        evaluationId=case["id"],
        idempotencyKey=str(uuid4()),
        text="We check twice a term, not once.",
    )
    school.step("finishAccuracyCheck", number)
    for claim in lead.case(number, "accuracyClaims { id }")["accuracyClaims"]:
        lead.act(
            "answerClaim",
            "AnswerClaimInput",
            CASE,
            claimId=claim["id"],
            accepted=True,
            answer="The document says so on page 2; thank you.",
        )
    tell("6", "the school has checked the report for factual errors")


def decide(secretary: Client, members: list[Client], chair: Client, number: str) -> None:
    """7. The commission votes, one member dissents, the chair closes."""
    case = secretary.case(number)
    now = datetime.now(UTC)
    secretary.act(
        "referToCommission",
        "ReferToCommissionInput",
        CASE,
        evaluationId=case["id"],
        expectedVersion=case["version"],
        heldAt=(now + timedelta(days=7)).isoformat(),
    )
    case = chair.case(number)
    chair.act(
        "proposeMotion",
        "ProposeMotionInput",
        CASE,
        evaluationId=case["id"],
        expectedVersion=case["version"],
        outcome="accredited",
        validFrom=now.date().isoformat(),
        validTo=(now + timedelta(days=5 * 365)).date().isoformat(),
        reasons="The report is sound and the school's claim was answered.",
        conditions=[],
    )
    motion = chair.case(number, "meeting { motion { id } }")["meeting"]["motion"]["id"]
    dissenter, *others = members
    for member in [*others, chair, dissenter]:
        choice = "AGAINST" if member is dissenter else "FOR"
        member.act("castVote", "CastVoteInput", CASE, evaluationId=case["id"], motionId=motion, choice=choice)
    given = {"evaluationId": case["id"], "motionId": motion, "text": "Two terms of checks are too few to judge by."}
    dissenter.act("writeDissent", "WriteDissentInput", CASE, **given)
    chair.step("decide", number)
    tell("7", "the commission has decided, with a dissenting opinion")


def publish(secretary: Client, nobody: Client, number: str) -> int:
    """8. The secretary publishes; from then on, and not before, anybody reads the result."""
    count = "{ publications { totalCount } }"
    before = nobody.ask(count)["publications"]["totalCount"]
    secretary.step("publish", number)
    assert nobody.ask(count)["publications"]["totalCount"] == before + 1
    published: int = secretary.case(number, "publicationNumber")["publicationNumber"]
    record = nobody.ask(
        """query ($number: PublicationNumber!) { publication(number: $number) {
             school { name { ru } } outcome { title { en } } total validTo dissents sha256 recordUrl
             vote { votesFor votesAgainst quorum eligible } criteria { code score level { en } } } }""",
        number=published,
    )["publication"]
    content = nobody.get(record["recordUrl"]).content
    assert hashlib.sha256(content).hexdigest() == record["sha256"], "the record is what it says"
    tell("8", f"publication {published}: {record['school']['name']['ru']} — {record['outcome']['title']['en']}")
    return published


def main(address: str) -> int:
    """The whole way; answers the number of the publication."""
    with ExitStack() as stack:
        nobody = stack.enter_context(closing(Client(address)))
        people = {one["login"]: one for one in nobody.get("/session").json()["people"]}

        def sign_in(login: str) -> Client:
            return stack.enter_context(closing(Client(address, login, people[login]["password"])))

        secretary, school, chair = sign_in("secretary"), sign_in("school2"), sign_in("chair")
        experts = [sign_in(login) for login in ("lead", "expert", "parent")]
        members = [sign_in(login) for login in ("member", "member2")]
        number, criteria = open_case(secretary, school)
        prepare(school, number, criteria)
        form_panel(secretary, experts, number)
        for expert in experts:
            review(expert, number, criteria)
        tell("4", "three experts have scored, blind to one another")
        lead = agree_on_report(experts, number, criteria)
        check_facts(school, lead, number)
        decide(secretary, members, chair, number)
        return publish(secretary, nobody, number)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
