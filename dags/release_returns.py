"""Build, sign and deliver the package of every release that two people have agreed to.

Runs     when somebody agrees to a release: PostgreSQL tells the triggerer. One run builds whatever is missing.
Reads    the audit trail; the assembly that was frozen, or its inputs where councils have declared values.
Writes   the package under releases/<return>/<period>/v<version>/, and at the destinations; entries
         `build-release` and `deliver-release` of the audit trail.
If red   our fault: nothing was agreed anew. `SigningKeyUnusable`: the deployment has no key to sign with.
         `DestinationDiffers`: something else lies where a package belongs; nothing there is changed. Clear the task
         once that is put right: the same release gives the same bytes, which are written and delivered once.
"""

from airflow.sdk import DAG, Asset, AssetWatcher

from plugins.pipeline import steps
from plugins.pipeline.schedules.database_events import ReleaseAgreed
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting

AGREED = Asset(
    "releases/agreed",
    uri="council-returns://releases/agreed",
    watchers=[AssetWatcher("agreed", ReleaseAgreed())],  # type: ignore[no-untyped-call]
)

with DAG(
    "release_returns",
    schedule=[AGREED],
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    **reporting(__doc__, hours=1),
    tags={"release"},
):
    steps.build_release.expand(address=steps.list_agreed_releases()) >> steps.deliver_releases()
