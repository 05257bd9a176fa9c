"""The demonstration: example publishers, a platform of its own, two collections and the returns assembled from them.

The scheduler does the work; this triggers its runs through Airflow's API, waits for them and prints a summary.

    environment                the state folder, the publishers and the platform of one run, ended whatever happens
    trigger_runs               trigger collections, and wait for them and the assemblies that they cause
    collect_without_scheduler  collections of the few real files that came later
    summary                    the results, from the warehouse
    export                     the returns' files, copied out of the store before it stops
    print_summary              the summary, for a person
    run_demo                   all of it, in order
"""
