"""The access log: who looked at whom, why, when and from where (NEN 7513). Written by ``access_log`` only."""

from __future__ import annotations

from django.db import models


class AccessLine(models.Model):
    """One look, search, change or refusal, sealed in a chain (core.chain). Nothing of a record stands in it.

    id: follows from shard and seq; shard, seq: which chain and the place in it; account, worker, by_name, by_role,
    organisation: who; responsible, responsible_organisation: on whose behalf; page: the name of the address; topic,
    purpose, basis, consent: what was looked at, what for, and by which right; emergency, reason: opened without a bond,
    or why it was refused; origin: the network the request came from, never the whole address; request_id: names this
    line outside; prev, mac: the seals. No foreign key is enforced: the log outlives what it names.
    """

    class Action(models.TextChoices):
        READ = "read", "bekeken"
        LIST = "list", "in een lijst gezien"
        SEARCH = "search", "gezocht"
        WRITE = "write", "gewijzigd"
        PRINT = "print", "afgedrukt"
        EXPORT = "export", "uitgevoerd"
        SHARE = "share", "gedeeld"
        MERGE = "merge", "samengevoegd"
        SPLIT = "split", "gesplitst"
        LOGIN = "login", "ingelogd"
        LOGOUT = "logout", "uitgelogd"
        REFUSED = "refused", "geweigerd"
        EMERGENCY = "emergency", "noodtoegang"
        VERIFY = "verify", "logboek nagerekend"
        ERASE = "erase", "oude regels verwijderd"

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    shard = models.SmallIntegerField()
    seq = models.BigIntegerField()
    account = models.ForeignKey(
        "people.Account", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    worker = models.ForeignKey(
        "people.Worker", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "people.Organisation", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    responsible = models.ForeignKey(
        "people.Worker", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    responsible_organisation = models.ForeignKey(
        "people.Organisation", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    action = models.CharField(max_length=10, choices=Action)
    page = models.CharField(max_length=60)
    topic = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    consent = models.UUIDField(null=True)
    emergency = models.BooleanField()
    reason = models.CharField(max_length=40)
    allowed = models.BooleanField()
    origin = models.CharField(max_length=50)
    request_id = models.UUIDField()
    prev = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="access_line_by_account")]

    def __str__(self) -> str:
        return f"{self.shard}:{self.seq}"


class AccessSubject(models.Model):
    """Whom a line is about: one row for each person, so that "who saw me?" is answered at once.

    The person's key is the pseudonym that stays when the person is erased. A refused attempt may name a key of nobody.
    """

    pk = models.CompositePrimaryKey("line", "person")
    line = models.ForeignKey(AccessLine, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    person = models.ForeignKey(
        "people.Person", models.DO_NOTHING, to_field="key", related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "line"], name="access_subject_by_person")]

    def __str__(self) -> str:
        return str(self.line_id)


class AccessHead(models.Model):
    """Where the chain of a shard ends now; held only for the instant in which a line is added."""

    shard = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    mac = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.shard}:{self.seq}"


class AccessClosing(models.Model):
    """The last line of a shard that was removed when its time was over, sealed, so that the rest can still be verified.

    lines: how many lines went at that time in this shard; closed_at: when; seal: over all of it.
    """

    shard = models.SmallIntegerField()
    seq = models.BigIntegerField()
    mac = models.CharField(max_length=64)
    at = models.DateTimeField()
    lines = models.BigIntegerField()
    closed_at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shard", "seq"], name="access_closing_once")]

    def __str__(self) -> str:
        return f"{self.shard}:{self.seq}"
