"""Forms of the styleguide: one field of every kind."""

from typing import Any

from django import forms

from civic.core.forms import DateInput


class SampleForm(forms.Form):
    """One field of every kind, worded as a resident meets them."""

    title = forms.CharField(
        label="Votre proposition en une phrase",
        help_text="Dites ce qui doit changer, et où. Par exemple : « Un abri à vélos devant "
        "l’école »",
        max_length=120,
    )
    text = forms.CharField(
        label="Pourquoi, et comment ?",
        help_text="Ce que vous avez vu, ce que vous proposez. Le service qui répondra lira ceci.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        choices=[
            ("", "Choisissez un thème"),
            ("mobility", "Déplacements"),
            ("nature", "Eau, arbres et biodiversité"),
            ("energy", "Énergie et logement"),
        ],
    )
    scope = forms.ChoiceField(
        label="Qui est concerné ?",
        widget=forms.RadioSelect,
        choices=[
            ("street", "Ma rue"),
            ("neighbourhood", "Mon quartier"),
            ("territory", "Les trente-six communes"),
        ],
    )
    moments = forms.MultipleChoiceField(
        label="Quand êtes-vous disponible pour en parler ?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("day", "En journée"), ("evening", "Le soir"), ("saturday", "Le samedi matin")],
    )
    photo = forms.FileField(label="Une photo du lieu", required=False)
    seen_on = forms.DateField(
        label="Quand l’avez-vous vu ?",
        required=False,
        widget=DateInput(),
    )
    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        help_text="Pour recevoir la réponse. Sans adresse, gardez le numéro : il suffit au "
        "téléphone.",
    )
    charter = forms.BooleanField(
        label="Je publie ce texte sous mon nom d’usage et j’ai lu la charte de participation"
    )

    def clean(self) -> dict[str, Any]:
        """Add one error that belongs to no field, to show it."""
        if self.data.get("title"):
            self.add_error(
                None, "La phase de propositions ferme ce soir à minuit : pensez à envoyer avant."
            )
        return self.cleaned_data


class BallotForm(forms.Form):
    """Choices as cards, each explained."""

    choice = forms.ChoiceField(
        label="Faut-il réserver la rue des Tanneurs aux piétons le samedi ?",
        widget=forms.RadioSelect,
        choices=[("for", "Pour"), ("against", "Contre"), ("abstain", "Je m’abstiens")],
    )
