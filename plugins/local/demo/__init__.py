"""The main job as a rehearsal: example publishers, a platform of its own, two collections and the returns made of them.

The scheduler does the work; this asks Airflow's API for collections, watches them and says what came of them.

    rehearsal    the state folder, the publishers and the platform of one rehearsal, ended whatever happens
    drive        ask for collections and wait for what they set off
    by_hand      collections of the few real files that came later, without the scheduler
    account      what came of it, from the warehouse
    export       the returns' files, copied out of the store before it stops
    tell         the account, for a person
"""
