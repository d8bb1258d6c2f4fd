"""The page without JavaScript: the same questions, answers and citations."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot.errors import BadQuestion
from bot.web.api import service
from config.texts import LANGUAGES, texts

blueprint = Blueprint("vraag", __name__, static_folder="static", static_url_path="/static")


@blueprint.route("/vraag", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Show the form; after a question also its outcome."""
    wanted = request.form.get("language") or request.args.get("language") or "nl"
    language = wanted if wanted in LANGUAGES else "nl"
    question, response, status = request.form.get("question", ""), None, 200
    if request.method == "POST":
        try:
            response = service().ask({"question": question, "language": language})[0]
        except BadQuestion as problem:
            response, status = {"outcome": "error", "message": str(problem)}, 400
    page = render_template(
        "vraag.html",
        texts=texts(language),
        language=language,
        languages=service().settings.municipality.languages,
        municipality=service().settings.municipality,
        question=question,
        response=response,
    )
    return page, status


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The home page is the question page."""
    return ask()
