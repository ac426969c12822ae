"""What ``leadkeep serve`` prints: the server's URL, and a command to try it out."""

from urllib.parse import urlencode

from leadkeep.domain.instance.access import Credentials, list_clients
from leadkeep.store import Store

EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared, not bound
"""Maps the wildcard addresses to listen on to the address that reaches the server from its own
machine."""

CONSOLE_PATH = "/console"
DESCRIBE_PATH = "/rest/v1/leads/describe.json"
DEMO_PATH = "/rest/v1/leads.json?filterType=email&filterValues=ada.lovelace@example.com"


def base_url(host: str, port: int) -> str:
    """Return the URL under which a server is reached from its own machine."""
    reached = EVERY_ADDRESS.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def curl_line(base: str, credentials: Credentials, path: str, *, has_secret: bool = True) -> str:
    """Return a shell command that gets an access token and sends a request with it.

    Without the secret, it takes the secret from a variable of the shell.
    """
    query = {"grant_type": "client_credentials", "client_id": credentials.client_id}
    options = "-s"
    if has_secret:
        query["client_secret"] = credentials.client_secret
    else:
        options = '-sG --data-urlencode client_secret="$CLIENT_SECRET"'
    token = (
        f"curl {options} '{base}/identity/oauth/token?{urlencode(query)}'"
        """ | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'"""
    )
    return f"""curl -s -H "Authorization: Bearer $({token})" '{base}{path}'"""


def print_addresses(base: str, *, has_console: bool, link: str | None) -> None:
    """Print the addresses of the API and of the console, and the link that adds the first user."""
    print(f"base URL       {base}")
    if has_console:
        print(f"console        {base}{CONSOLE_PATH}")
    if link is not None:
        print(f"first user     {base}{CONSOLE_PATH}/start?token={link}")
        print("This link adds the first user of the console; it works once and for an hour.")


def print_welcome(
    store: Store, base: str, first: Credentials | None, *, is_secret_given: bool
) -> None:
    """Print the clients or, if ``first`` was just created, that client and its secret.

    A secret that the settings have is not printed.
    """
    if first is None:
        names = ", ".join(each.name for each in store.read_now(list_clients))
        print(f"clients        {names} (leadkeep client rotate NAME gives a new secret)")
        return
    if is_secret_given:
        print(f"client id      {first.client_id}")
        print("The secret is the one of the settings. Set CLIENT_SECRET to it, and try:")
    else:
        _print_credentials(first)
        print("The secret is not shown again. Try:")
    print(curl_line(base, first, DESCRIBE_PATH, has_secret=not is_secret_given))


def print_demo(base: str, credentials: Credentials | None) -> None:
    """Print the demo's client, whose secret is publicly known."""
    if credentials is None:
        print("The demo's client has another secret by now: leadkeep client rotate NAME")
        return
    _print_credentials(credentials)
    print("Invented people only, and a secret that everybody knows. Try:")
    print(curl_line(base, credentials, DEMO_PATH))


def _print_credentials(credentials: Credentials) -> None:
    print(f"client id      {credentials.client_id}")
    print(f"client secret  {credentials.client_secret}")
