"""How many issues of each severity a file has, as a join of a query about files that were checked."""


def severity_counts(name: str, sha256: str) -> str:
    """Return a lateral join called `name`, whose `by_severity` is null where nothing was found.

    Args:
        name: of the join.
        sha256: the SQL of a file's hash; its standard, authority and rules are those of the row `k` of `checked`.

    """
    return f"""left join lateral (
    select jsonb_object_agg(severity, number) as by_severity from (
        select severity, sum(count)::bigint as number from issue_count i
        where i.standard = k.standard and i.sha256 = {sha256} and i.authority_gss = k.authority_gss
          and i.rules_version = k.rules_version
        group by severity
    ) severities
) {name} on true"""  # noqa: S608  # both are written in this package
