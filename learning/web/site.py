"""All pages of the site, put onto an application."""

from flask import Flask
from jinja2 import StrictUndefined

from config import Config
from learning.web import assets, context, errors, security, visitor
from learning.web.account import blueprint as account
from learning.web.learner import blueprint as learner
from learning.web.operator import blueprint as operator
from learning.web.organization import blueprint as organization
from learning.web.public import blueprint as public
from learning.web.team import blueprint as team
from learning.web.trainer import blueprint as trainer


def init_app(app: Flask, config: Config) -> None:
    """Wire security, sign-in, templates, errors and the personas' blueprints."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    security.init_app(app, config)
    visitor.init_app(app)
    assets.init_app(app)
    context.init_app(app)
    errors.init_app(app)
    for persona in (public, account, learner, team, trainer, organization, operator):
        app.register_blueprint(persona.make(config))
