"""What can be found about several files of one source that are read as one table, and about the listings of them."""

from transforms.domain.issue_type import Dimension, IssueType, Responsibility, Severity

CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO
PUBLISHER = Responsibility.PUBLISHER
COMPLETENESS, CONSISTENCY, TIMELINESS = Dimension.COMPLETENESS, Dimension.CONSISTENCY, Dimension.TIMELINESS
UNIQUENESS = Dimension.UNIQUENESS

LISTINGS = (
    IssueType(
        "source-disallowed",
        CRITICAL,
        PUBLISHER,
        TIMELINESS,
        "Programs may not fetch it",
        "The web server's rules for programs (robots.txt) do not let us fetch the registered address.",
        "Change robots.txt so that “council-returns” may fetch the files that you publish as open data.",
    ),
    IssueType(
        "listing-empty",
        CRITICAL,
        PUBLISHER,
        TIMELINESS,
        "No file is listed",
        "The registered page or catalogue lists no file that we look for.",
        "Check that the page still links to the files, and tell us if they are called otherwise or have moved.",
    ),
)
FILE_SETS = (
    IssueType(
        "files-joined",
        INFO,
        PUBLISHER,
        CONSISTENCY,
        "Files read as one table",
        "The records come from several published files. The lines are counted on from file to file; "
        "this is the line on which the file named begins.",
        "Nothing to do: count the lines of the file from here.",
    ),
    IssueType(
        "listed-file-missing",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "A file could not be fetched",
        "One of the published files could not be fetched ({reason}); {instead}.",
        "Check that the link opens in a browser without signing in.",
    ),
    IssueType(
        "listed-file-withdrawn",
        INFO,
        PUBLISHER,
        COMPLETENESS,
        "A file is no longer listed",
        "A file that was listed before no longer is. The copy that we fetched last stays in use.",
        "Nothing to do if only the list is short; tell us if the file was withdrawn because it is wrong.",
    ),
    IssueType(
        "listed-file-unreadable",
        WARNING,
        PUBLISHER,
        COMPLETENESS,
        "A file could not be read",
        "One of the published files holds no table that we can read, so its records are missing ({reason}).",
        "Publish the file again as a table with the column names of the standard.",
    ),
    IssueType(
        "month-published-again",
        INFO,
        PUBLISHER,
        UNIQUENESS,
        "Records that a later file replaces",
        "The records of {month} in “{file}” are also in “{later}”, which is newer, so the newer ones count.",
        "Nothing to do, unless both files should count: if so, tell us.",
    ),
    IssueType(
        "month-in-two-files",
        WARNING,
        PUBLISHER,
        UNIQUENESS,
        "A month in two files",
        "Both “{file}” and “{later}” hold records of {month}, most of them different, so both count.",
        "Check that no payment stands in both files; if one replaces the other, take the old one down.",
    ),
    IssueType(
        "record-in-another-file",
        INFO,
        PUBLISHER,
        UNIQUENESS,
        "Record of another file",
        "The same record stands in “{file}” too, so it counts once.",
        "Publish each record in one file only.",
    ),
)
