"""All settings, with type, default and description.

``docs/reference/settings.md`` is generated from this module; ``configuration.py`` says where values
come from.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from leadkeep import ids
from leadkeep.configuration import Given, Names, collect_values
from leadkeep.domain.instance.usage import Limits
from leadkeep.errors import SetupError
from leadkeep.store import Deadlines, Replica

KEY_FILE_NAME = "secret.key"
KEY_FILE_MODE = 0o600
SHORTEST_KEY_CHARACTERS = 32

MARKETO_REQUESTS_PER_WINDOW = 100
MARKETO_CONCURRENT_REQUESTS = 10
MARKETO_REQUESTS_PER_DAY = 50_000
MARKETO_EXPORT_MIB_PER_DAY = 500
"""The limits of the original (behaviour.md 1.11, 6.2)."""

MIB = 1_048_576


def _checked_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is named {name}") from None
    return name


class Settings(BaseModel):
    """All settings of a server."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(
        Path("leadkeep-data"),
        description="The folder of the embedded database and the key.",
    )
    database: SecretStr | None = Field(
        None,
        description="A database URL such as postgresql://user@host/name; else the embedded store.",
    )
    replica: SecretStr | None = Field(
        None,
        description=(
            "The URL of a PostgreSQL server that follows the database; extracts, pages of "
            "activities, describe and the console read there. Every server needs the same."
        ),
    )
    replica_lag_seconds: int = Field(
        5, ge=1, le=3_600, description="How far the replica may be behind to be read."
    )
    secret_key: SecretStr | None = Field(
        None,
        description=(
            "The key that protects client secrets and tokens, at least 32 characters; replaces "
            "the file secret.key in the data folder. Every process needs the same."
        ),
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="The port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Number of server processes.")
    connections: int = Field(
        1_000,
        ge=10,
        le=100_000,
        description=(
            "Open connections of a server process; beyond it the one that is idle for the longest "
            "is closed."
        ),
    )
    keep_alive_seconds: int = Field(
        75,
        ge=1,
        le=3_600,
        description="Seconds for which an idle connection stays open: more than a proxy keeps it.",
    )
    client_id: str | None = Field(
        None, description="The id of the first client; generated if a new store has none."
    )
    client_secret: SecretStr | None = Field(
        None, description="The secret of the first client; generated if a new store has none."
    )
    accept_query_tokens: bool = Field(
        default=True,
        description="Accept access_token in the query string or a form, as well as in the header.",
    )
    cors_origins: list[str] = Field(
        default_factory=list,
        description="Origins whose browser pages may call the API; none by default.",
    )
    limits: Literal["off", "marketo"] = Field(
        "off", description="Enable the vendor's limits on requests: rate, concurrency, daily quota."
    )
    limit_rate: int | None = Field(
        None, ge=1, description="Accepted requests per 20 seconds (606); marketo: 100."
    )
    limit_concurrency: int | None = Field(
        None, ge=1, description="Concurrent requests (615); marketo: 10."
    )
    limit_quota: int | None = Field(
        None, ge=1, description="Accepted requests per US Central day (607); marketo: 50000."
    )
    limit_custom_objects: bool = Field(
        default=True,
        description=(
            "Apply the vendor's limits on custom objects: 10 types, 50 fields each, 20 of them "
            "added after the first approval."
        ),
    )
    limit_export_mib: int | None = Field(
        None,
        ge=1,
        description="MiB of bulk extract files per US Central day (1029); marketo: 500.",
    )
    bulk_upload_mib: int = Field(
        10,
        ge=1,
        le=1024,
        description="The largest body of a bulk import in MiB (413); it is held in memory.",
    )
    objects_cross_partitions: bool = Field(
        default=False,
        description=(
            "Let clients with some partitions change leads of the others through what is in no "
            "partition: companies, sales persons, roles, custom objects, cookies."
        ),
    )
    activity_retention_days: dict[int, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict,
        description=(
            "For how many days activities are kept, by activity type id, such as "
            '{"1": 90}; activities of other types are kept forever.'
        ),
    )
    time_zone: Annotated[str, AfterValidator(_checked_zone)] = Field(
        "UTC",
        description=(
            "The time zone of days and weeks in rules, of waits and of moments in tokens, such as "
            "Europe/Paris; every process needs the same."
        ),
    )
    statement_timeout: int = Field(
        60,
        ge=1,
        le=3_600,
        description="Seconds that a statement of the database, or the wait for one, may take.",
    )
    lock_timeout: int = Field(
        20, ge=1, le=3_600, description="Seconds to wait for a lock of the database or its file."
    )
    connect_timeout: int = Field(
        10, ge=2, le=300, description="Seconds to wait for a new connection to the database."
    )
    run_jobs: bool = Field(
        default=True,
        description="Run jobs in the server too; otherwise only leadkeep worker runs jobs.",
    )
    job_tasks: int = Field(
        2, ge=1, le=64, description="Claims of jobs that a process runs concurrently."
    )
    external_tasks: int = Field(
        8,
        ge=1,
        le=256,
        description="Requests to external services that a process sends concurrently.",
    )
    web_events_waiting: int = Field(
        20_000,
        ge=1,
        description=(
            "How many web events may wait in the memory of a process to be written. At most "
            "these are lost if it is killed; when the queue is full, the response is 503."
        ),
    )
    visitor_retention_days: int = Field(
        90,
        ge=1,
        description="For how many days anonymous visitors are kept after their last visit.",
    )
    webhook_networks: list[str] = Field(
        default_factory=list,
        description=(
            "Private, loopback and link-local networks that webhooks may reach, such as "
            '["10.0.0.0/8"]; none by default.'
        ),
    )
    smtp_host: str | None = Field(
        None, description="The mail server; without one, mails are logged and not sent."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="The port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="The encryption of the connection to the mail server."
    )
    smtp_user: str | None = Field(None, description="The user name for the mail server.")
    smtp_password: SecretStr | None = Field(None, description="The password for the mail server.")
    mail_from: str | None = Field(
        None, description="The sender's address of mails, which receives bounces."
    )
    resolve_merged_leads: bool = Field(
        default=False,
        description=(
            "Reads by the id of a lead that was merged into another one return that other lead."
        ),
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="A port of its own for /metrics, /livez and /readyz; none by default.",
    )
    metrics_host: str = Field("127.0.0.1", description="The address of metrics_port.")
    public_metrics: bool = Field(
        default=False, description="Serve /metrics at the port of the API, for everybody."
    )
    ready_job_lag_seconds: float | None = Field(
        None,
        gt=0,
        description="How long a due job may wait until /readyz says 503; by default for ever.",
    )
    console: Literal["on", "off", "open"] = Field(
        "on",
        description=(
            "Serve the console at /console; open lets everybody on this machine in without a "
            "password, as the demo does."
        ),
    )
    console_upload_mib: int = Field(
        50,
        ge=1,
        le=1024,
        description="The largest file that a page of the console takes, in MiB (413).",
    )
    oidc_issuer: str | None = Field(
        None,
        description=(
            "The OpenID Connect provider that signs users in to the console, such as "
            "https://login.example.com; needs leadkeep[oidc]."
        ),
    )
    oidc_client_id: str | None = Field(None, description="The id that the provider has for this.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="The secret that the provider has for this; public clients have none."
    )
    oidc_domains: list[str] = Field(
        default_factory=list,
        description="Domains of email addresses that the provider may sign in; all by default.",
    )
    oidc_role: str | None = Field(
        None,
        description=(
            "The role, in all workspaces, of users whom the provider signs in for the first time; "
            "without it, only users that exist are admitted. Needs oidc_domains."
        ),
    )
    request_log_rows: int = Field(
        100_000,
        ge=0,
        le=10_000_000,
        description="How many of the latest requests leadkeep requests shows; 0 logs none.",
    )
    slow_request_seconds: float = Field(
        2.0,
        gt=0,
        description="Requests that take so long get a line in the log, with their statements.",
    )
    traces: bool = Field(
        default=False,
        description=(
            "Send OpenTelemetry traces to where the variables OTEL_* say; needs leadkeep[otel]."
        ),
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The lowest level to log."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Log lines of text, or JSON objects."
    )

    @property
    def database_url(self) -> str | None:
        """The database's URL, with its password."""
        return self.database.get_secret_value() if self.database else None

    @property
    def read_replica(self) -> Replica | None:
        """The replica for reads that may lag behind."""
        if self.replica is None:
            return None
        return Replica(self.replica.get_secret_value(), self.replica_lag_seconds)

    @property
    def deadlines(self) -> Deadlines:
        """How long the store waits for the database."""
        return Deadlines(self.statement_timeout, self.lock_timeout, self.connect_timeout)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which rules count days and weeks."""
        return ZoneInfo(self.time_zone)

    @property
    def bulk_upload_bytes(self) -> int:
        """The largest body of a bulk import in bytes."""
        return self.bulk_upload_mib * MIB

    @property
    def console_upload_bytes(self) -> int:
        """The largest file that a page of the console takes, in bytes."""
        return self.console_upload_mib * MIB

    @property
    def export_quota_mib(self) -> int | None:
        """The MiB of extract files per day; None without a quota."""
        is_on = self.limits == "marketo"
        return self.limit_export_mib or (MARKETO_EXPORT_MIB_PER_DAY if is_on else None)

    @property
    def request_limits(self) -> Limits:
        """The limits on requests; a limit that is disabled is None."""
        is_on = self.limits == "marketo"
        return Limits(
            self.limit_rate or (MARKETO_REQUESTS_PER_WINDOW if is_on else None),
            self.limit_concurrency or (MARKETO_CONCURRENT_REQUESTS if is_on else None),
            self.limit_quota or (MARKETO_REQUESTS_PER_DAY if is_on else None),
        )


def _has(annotation: Any, *kinds: type) -> bool:  # noqa: ANN401
    """Return whether a type is one of ``kinds``, or has one of them in it."""
    parts = (annotation, get_origin(annotation))
    return any(each in kinds for each in parts) or any(
        _has(each, *kinds) for each in get_args(annotation)
    )


NAMES = Names(
    all=tuple(Settings.model_fields),
    secrets=tuple(
        name for name, each in Settings.model_fields.items() if _has(each.annotation, SecretStr)
    ),
    structured=tuple(
        name for name, each in Settings.model_fields.items() if _has(each.annotation, list, dict)
    ),
)


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401
    """Load the settings; a flag with the value None is ignored.

    Raises:
        SetupError: a value is invalid, or a name is no setting; the text has the source and the
            name, never the value.
    """
    return settings_with_sources(**flags)[0]


def settings_with_sources(**flags: Any) -> tuple[Settings, dict[str, Given]]:  # noqa: ANN401
    """Load the settings; return also by name what was given, and where.

    Raises:
        SetupError: as :func:`load_settings`.
    """
    given = collect_values(flags, NAMES)
    try:
        settings = Settings.model_validate({name: each.value for name, each in given.items()})
    except ValidationError as error:
        problems = []
        for each in error.errors(include_input=False, include_url=False):
            name, *below = map(str, each["loc"])
            place = ".".join((given[name].label, *below))
            expected = each["msg"].removeprefix("Value error, ")
            problems.append(f"{place}: {expected.replace('Input should be', 'expected')}")
        raise SetupError("; ".join(problems)) from None
    return settings, given


MASK = "***"
"""What stands for the value of a secret."""


def masked_value(settings: Settings, name: str) -> object:
    """Return a setting's value as JSON; :data:`MASK` for a secret that is set."""
    if name in NAMES.secrets:
        return MASK if getattr(settings, name) is not None else None
    return settings.model_dump(mode="json", include={name})[name]


def load_key(settings: Settings) -> bytes:
    """Return the key from the setting, else from the key file; create the file if it is missing.

    Raises:
        SetupError: the key is too short, or other users can read the key file.
    """
    if settings.secret_key is not None:
        key = settings.secret_key.get_secret_value()
        if len(key) < SHORTEST_KEY_CHARACTERS:
            raise SetupError(f"secret_key has fewer than {SHORTEST_KEY_CHARACTERS} characters")
        return key.encode()
    path = settings.data / KEY_FILE_NAME
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        # Written under another name and then linked, so that no process reads an incomplete key.
        new = path.with_name(f"{KEY_FILE_NAME}.{os.getpid()}")
        if not path.exists():
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_FILE_MODE)
            with os.fdopen(handle, "w") as file:
                file.write(ids.new_key().hex())
                file.flush()
                os.fsync(handle)
            try:
                os.link(new, path)
            except FileExistsError:
                pass
            finally:
                new.unlink()
        if path.stat().st_mode & 0o077:
            raise SetupError(f"{path} can be read by others: chmod 600 {path}")
        key = path.read_text().strip()
    except OSError as error:
        raise SetupError(f"the key file {path}: {error.strerror}") from None
    if len(key) < SHORTEST_KEY_CHARACTERS:
        raise SetupError(f"{path} does not hold a key")
    return key.encode()
