from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Website")

    def ready(self) -> None:
        from civic.cases.registry import case_registry
        from civic.core.registry import registry
        from civic.participation.models import Contribution
        from civic.privacy.registry import privacy_registry

        from .policies import keep_branches_apart
        from .receivers import listen
        from .selectors.coverage import counts_changed
        from .selectors.followed import declare_followable
        from .services import answers
        from .services.search import page_documents
        from .services.setup_code import announce_setup_code
        from .services.staff import follow_every_role

        keep_branches_apart()
        declare_followable()
        listen()
        registry.announce(announce_setup_code)
        registry.searchable("pages", page_documents)
        registry.searchable("answers", answers.answer_documents)
        case_registry.on_answer(answers.index_answer)
        privacy_registry.on_release(Contribution, answers.contribution_shown)
        privacy_registry.on_hold(Contribution, answers.contribution_taken_back)
        # A role that expires closes the administration within the minute.
        registry.every_minute("staff groups", lambda moment: follow_every_role())
        case_registry.on_answer(counts_changed)
        case_registry.on_change(counts_changed)
