-- The one schema before the first release. Times are UTC text that sorts by itself, days are ISO dates, flags 0/1.

-- People and the directory ------------------------------------------------------------------------------------

CREATE TABLE partners (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                       -- landlord, provider, authority
    minimal_reports INTEGER NOT NULL,
    free_text_notes INTEGER NOT NULL,
    important_to_us TEXT NOT NULL,            -- "Was uns wichtig ist"
    main_contact INTEGER REFERENCES people (id),
    active INTEGER NOT NULL,                  -- 0: has left the network
    leaves_on TEXT                            -- its last day, once that is known
) STRICT;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL REFERENCES partners (id),
    name TEXT NOT NULL,
    function TEXT NOT NULL,
    phone TEXT NOT NULL,
    hours TEXT NOT NULL,
    role TEXT NOT NULL,                       -- member, lead, coordinator
    language TEXT NOT NULL,
    telegram INTEGER UNIQUE,                  -- NULL: not on Telegram
    working_days TEXT NOT NULL,               -- "01234" = Monday to Friday
    digest_hour INTEGER NOT NULL,
    acknowledged_at TEXT,                     -- when "Verstanden" was pressed
    unreachable_at TEXT,                      -- since when Telegram refuses to deliver
    active INTEGER NOT NULL
) STRICT;
CREATE INDEX people_of_partner ON people (partner);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,                    -- member, details, enrolment
    partner INTEGER REFERENCES partners (id),
    person INTEGER REFERENCES people (id),    -- whom the link is bound to, if anybody
    role TEXT NOT NULL,
    payload TEXT NOT NULL,
    invited_by INTEGER REFERENCES people (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE TABLE responsibilities (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL REFERENCES partners (id),
    municipality TEXT,                        -- AGS, NULL: the whole area
    topic TEXT,                               -- NULL: every topic
    holder INTEGER NOT NULL REFERENCES people (id),
    deputy INTEGER REFERENCES people (id),
    confirmed_on TEXT,
    ended_on TEXT
) STRICT;
CREATE INDEX responsibilities_of_place ON responsibilities (municipality, topic);
CREATE UNIQUE INDEX one_responsibility_each ON responsibilities
    (partner, coalesce(municipality, ''), coalesce(topic, '')) WHERE ended_on IS NULL;

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    deputy INTEGER REFERENCES people (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    entered_by INTEGER NOT NULL REFERENCES people (id)
) STRICT;
CREATE INDEX absences_of_person ON absences (person, last_on);

CREATE TABLE staff_groups (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL UNIQUE,
    partner INTEGER REFERENCES partners (id), -- NULL: not confirmed yet
    state TEXT NOT NULL,                      -- asked, linked, left
    added_by INTEGER REFERENCES people (id),
    linked_at TEXT,
    admin INTEGER NOT NULL,                   -- 1: the bot was made an administrator, which it must not be
    hinted_on TEXT,                           -- when the rule about replies was last repeated
    requests_on TEXT,                         -- day of the count below
    requests INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_group_a_partner ON staff_groups (partner) WHERE state = 'linked';

CREATE TABLE enrolments (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    partner INTEGER NOT NULL REFERENCES partners (id),
    telegram INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    opened_at TEXT,                           -- when the private chat was opened
    decided_at TEXT,
    UNIQUE (partner, telegram)
) STRICT;

-- What can be searched in the directory; rebuilt with the directory in the same transaction. The rowid is a
-- responsibility's id, or the negative id of a partner with a main contact. The words are kept apart as well,
-- because reading a part of an fts5vocab table costs ten times as much.
CREATE VIRTUAL TABLE contact_search USING fts5 (
    words, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4'
);
CREATE VIRTUAL TABLE contact_vocabulary USING fts5vocab (contact_search, row);
CREATE TABLE contact_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Cases -------------------------------------------------------------------------------------------------------

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,                       -- memory word for the telephone
    state TEXT NOT NULL,                      -- open, closed
    practice INTEGER NOT NULL,
    side TEXT NOT NULL,                       -- who reported: landlord, help, authority
    reporter INTEGER NOT NULL REFERENCES people (id),
    reporter_partner INTEGER NOT NULL REFERENCES partners (id),
    by_telephone INTEGER NOT NULL,            -- reported by the coordinator for a partner without Telegram
    owner INTEGER NOT NULL REFERENCES people (id),
    stage TEXT NOT NULL,
    stage_on TEXT,
    stage_when TEXT,                          -- this_week, … where no exact day may be kept
    notice_kind TEXT,
    rents_open TEXT,
    reason TEXT NOT NULL,
    protected INTEGER NOT NULL,
    household TEXT NOT NULL,
    children INTEGER,                         -- 4 means four and more, NULL unknown
    child_under_6 INTEGER,
    municipality TEXT,                        -- NULL: outside the area
    channel TEXT NOT NULL,
    request TEXT,
    landlord TEXT NOT NULL,                   -- partner, outside, unknown
    landlord_partner INTEGER REFERENCES partners (id),
    consent TEXT NOT NULL,                    -- the answer as tapped
    consent_by INTEGER REFERENCES people (id),
    consent_at TEXT,
    withdrawn_at TEXT,
    basis TEXT NOT NULL,
    names_to_authority INTEGER NOT NULL,
    names_to_provider TEXT NOT NULL,          -- yes, if_named, no
    landlord_may_know INTEGER NOT NULL,
    urgency TEXT NOT NULL,
    urgency_reason TEXT NOT NULL,
    urgency_override TEXT,
    urgency_override_reason TEXT,
    reported_again INTEGER NOT NULL,
    contact_made_at TEXT,
    household_informed_on TEXT,
    follow_up TEXT NOT NULL,                  -- JSON: answers to "Noch offen"
    outcome TEXT,
    ended_on TEXT,
    aftercare_consent TEXT,                   -- yes, no, later
    landlord_asked_consent TEXT,              -- yes, no, later
    reported_at TEXT NOT NULL,
    closed_at TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_of_reporter ON cases (reporter_partner, state);
CREATE INDEX cases_reported_by ON cases (reporter);
CREATE INDEX cases_owned_by ON cases (owner);
CREATE INDEX cases_reported_at ON cases (reported_at);
CREATE INDEX cases_closed_at ON cases (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX open_cases ON cases (state, municipality);
CREATE INDEX open_cases_of_landlord ON cases (landlord_partner, municipality) WHERE state = 'open';

CREATE TABLE seats (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    seat TEXT NOT NULL,                       -- landlord, help, benefits
    partner INTEGER NOT NULL REFERENCES partners (id),
    responsibility INTEGER,                   -- negative: the partner's main contact
    holder INTEGER NOT NULL REFERENCES people (id),
    since_at TEXT NOT NULL,
    UNIQUE (case_id, seat)
) STRICT;
CREATE INDEX seats_of_holder ON seats (holder);
CREATE INDEX seats_of_partner ON seats (partner);
CREATE INDEX seats_of_responsibility ON seats (responsibility);

CREATE TABLE referrals (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                       -- takeover, cooperation
    seat TEXT NOT NULL,
    partner INTEGER REFERENCES partners (id), -- NULL: nobody is responsible, the coordinator decides
    responsibility INTEGER,                   -- negative: the partner's main contact
    addressee INTEGER REFERENCES people (id), -- a colleague who is asked in place of the holder
    asked_by INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL,                      -- open, accepted, declined, forwarded, expired, withdrawn
    step TEXT NOT NULL,                       -- contact, deputy, group, coordinator
    asked INTEGER REFERENCES people (id),     -- who is asked at this step
    round INTEGER NOT NULL,
    forwards INTEGER NOT NULL,
    why TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    step_at TEXT,                             -- when the clock of the present step began to run
    due_at TEXT,
    pace TEXT,                                -- the slowest urgency at which the ladder may climb
    accepted_by INTEGER REFERENCES people (id),
    accepted_at TEXT,
    proxy INTEGER REFERENCES people (id),     -- who recorded the answer given on the telephone
    promised_at TEXT,
    promise_settled_at TEXT,
    decline_reason TEXT,
    previous TEXT NOT NULL,                   -- JSON: state before the last decision, for the undo
    decided_at TEXT
) STRICT;
CREATE INDEX referrals_of_case ON referrals (case_id);
CREATE INDEX open_referrals ON referrals (state, asked);
CREATE INDEX referrals_asked_of_partner ON referrals (partner) WHERE state = 'open';
CREATE INDEX referrals_at_step ON referrals (step) WHERE state = 'open';
CREATE INDEX referrals_accepted_at ON referrals (accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX promises_owed ON referrals (promised_at) WHERE state = 'accepted' AND promise_settled_at IS NULL;

CREATE TABLE call_tasks (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    referral INTEGER NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
    caller INTEGER NOT NULL REFERENCES people (id),
    callee INTEGER NOT NULL REFERENCES people (id),
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- open, reached, missed, wrong, gone
    opened_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX call_tasks_of_referral ON call_tasks (referral, state);
CREATE INDEX call_tasks_of_caller ON call_tasks (caller, state);

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    author INTEGER NOT NULL REFERENCES people (id),
    addressed_to TEXT NOT NULL,               -- the seat
    phrase TEXT,                              -- coded phrase, or
    day TEXT,                                 -- the date in the phrase
    text TEXT,                                -- free text; NULL after withdrawal and 90 days after closing
    state TEXT NOT NULL,                      -- sent, withdrawn, removed
    written_at TEXT NOT NULL,
    delivered_at TEXT
) STRICT;
CREATE INDEX notes_of_case ON notes (case_id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    actor INTEGER REFERENCES people (id),     -- NULL: the bot itself
    facts TEXT NOT NULL,                      -- JSON of codes and ids, never text of people
    happened_at TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_case ON events (case_id);

-- Computed from an event and its day; one that is corrected is dropped and a new one takes its place.
CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    stage TEXT,                               -- the stage that started it; NULL: entered by hand
    event TEXT NOT NULL,                      -- key of the table of rules
    event_on TEXT NOT NULL,
    kind TEXT NOT NULL,                       -- key of the table of rules
    ends_on TEXT NOT NULL,
    safe_on TEXT NOT NULL,                    -- last working day before any shift: reminders hang here
    uncertain INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- open, done, dropped
    heard_by INTEGER REFERENCES people (id),  -- who said "Ich kümmere mich"
    heard_at TEXT,
    how TEXT,                                 -- paid, taken_over, filed, by_lawyer, not_needed
    settled_by INTEGER REFERENCES people (id),
    settled_at TEXT,
    entered_by INTEGER REFERENCES people (id),
    entered_at TEXT NOT NULL
) STRICT;
CREATE INDEX deadlines_of_case ON deadlines (case_id, state);
CREATE INDEX open_deadlines ON deadlines (safe_on) WHERE state = 'open';

CREATE TABLE duplicates (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    answer TEXT,                              -- same, other, unknown
    UNIQUE (case_id, other)
) STRICT;
CREATE INDEX duplicates_of_other ON duplicates (other);

-- Aftercare ---------------------------------------------------------------------------------------------------

CREATE TABLE aftercare_plans (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    started_on TEXT NOT NULL,
    state TEXT NOT NULL,                      -- running, ended
    ended_reason TEXT,
    ended_at TEXT
) STRICT;
CREATE INDEX plans_of_case ON aftercare_plans (case_id);

CREATE TABLE check_ins (
    id INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL REFERENCES aftercare_plans (id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    seat TEXT NOT NULL,                       -- which side is asked
    question TEXT NOT NULL,                   -- situation, need (asks and tells nothing about the household)
    label TEXT NOT NULL,                      -- days_14, months_1, …
    target_on TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    state TEXT NOT NULL,                      -- planned, asked, answered, silent, dropped
    asked INTEGER REFERENCES people (id),
    asked_at TEXT,
    reminders INTEGER NOT NULL,
    postponed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,                -- how often "nicht erreicht"
    answer TEXT,
    detail TEXT,
    result TEXT,                              -- stable, minor, relapse, not_reached, ended
    answered_by INTEGER REFERENCES people (id),
    answered_at TEXT,
    silent_at TEXT                            -- when the window was over without an answer
) STRICT;
CREATE INDEX check_ins_of_plan ON check_ins (plan);
CREATE INDEX check_ins_of_case ON check_ins (case_id);
CREATE INDEX check_ins_asked ON check_ins (state, asked);
CREATE INDEX check_ins_answered ON check_ins (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX check_ins_silent ON check_ins (silent_at) WHERE silent_at IS NOT NULL;

-- Commitments -------------------------------------------------------------------------------------------------

CREATE TABLE commitments (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    giver TEXT NOT NULL,                      -- the seat that commits itself, to
    receiver TEXT NOT NULL,                   -- the seat that relies on it
    offered_by TEXT NOT NULL,                 -- the seat that made the present offer
    help TEXT NOT NULL,                       -- from the catalogue
    frequency TEXT NOT NULL,                  -- once, weekly, fortnightly, monthly
    first_on TEXT NOT NULL,
    ends_on TEXT,                             -- NULL: until further notice, then
    review_on TEXT,                           -- it is looked at again
    reach TEXT NOT NULL,
    depends_on INTEGER REFERENCES commitments (id),
    state TEXT NOT NULL,                      -- offered, running, suspended, kept, partly, broken, unknown, …
    why TEXT,
    broken INTEGER NOT NULL,                  -- in a row
    offers INTEGER NOT NULL,
    offered_at TEXT NOT NULL,
    answered_at TEXT,
    ended_at TEXT,
    answered_for INTEGER REFERENCES people (id),  -- said it on the telephone,
    proxy INTEGER REFERENCES people (id)      -- entered by
) STRICT;
CREATE INDEX commitments_of_case ON commitments (case_id);
CREATE INDEX commitments_that_hang ON commitments (depends_on);
CREATE INDEX offered_commitments ON commitments (state) WHERE state = 'offered';

CREATE TABLE commitment_dues (
    id INTEGER PRIMARY KEY,
    commitment INTEGER NOT NULL REFERENCES commitments (id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    planned_on TEXT NOT NULL,
    due_on TEXT NOT NULL,                     -- where it was moved to
    state TEXT NOT NULL,                      -- planned, asked, said, kept, partly, broken, unknown, dropped
    said TEXT,                                -- what the giver has said
    said_by INTEGER REFERENCES people (id),
    judged_by INTEGER REFERENCES people (id),
    moves INTEGER NOT NULL,
    settled_at TEXT
) STRICT;
CREATE INDEX dues_of_commitment ON commitment_dues (commitment);
CREATE INDEX dues_of_case ON commitment_dues (case_id, state);
CREATE INDEX waiting_dues ON commitment_dues (state) WHERE state IN ('asked', 'said');

-- Agreements between partners -----------------------------------------------------------------------------------

CREATE TABLE agreements (
    id INTEGER PRIMARY KEY,
    begun_by INTEGER NOT NULL REFERENCES people (id),
    begun_at TEXT NOT NULL,
    ends_on TEXT,                             -- last day of the version in force; NULL: permanent
    end_reason TEXT,                          -- set when notice was given
    agreed_end TEXT,                          -- the same without a partner that leaves the network
    agreed_reason TEXT,
    ended_at TEXT
) STRICT;

CREATE TABLE agreement_parties (
    id INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    partner INTEGER NOT NULL REFERENCES partners (id),
    UNIQUE (agreement, partner)
) STRICT;
CREATE INDEX agreements_of_partner ON agreement_parties (partner);

CREATE TABLE agreement_versions (
    id INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    drafted_by INTEGER NOT NULL REFERENCES partners (id),
    state TEXT NOT NULL,                      -- draft, proposed, in_force, replaced, ended, discarded
    terms TEXT NOT NULL,                      -- JSON: the seven sections
    objection TEXT,                           -- the section for whose sake it was given back
    proposed_at TEXT,
    in_force_at TEXT,
    ended_at TEXT,
    UNIQUE (agreement, number)
) STRICT;
CREATE UNIQUE INDEX one_version_in_force ON agreement_versions (agreement) WHERE state = 'in_force';

CREATE TABLE agreement_signatures (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES agreement_versions (id) ON DELETE CASCADE,
    partner INTEGER NOT NULL REFERENCES partners (id),
    person INTEGER NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL,                    -- version, move_cases
    signed_at TEXT NOT NULL,
    UNIQUE (version, partner, purpose)
) STRICT;

CREATE TABLE case_agreements (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL UNIQUE REFERENCES cases (id) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES agreement_versions (id),
    bound_at TEXT NOT NULL
) STRICT;
CREATE INDEX cases_of_version ON case_agreements (version);

CREATE TABLE agreement_handovers (
    id INTEGER PRIMARY KEY,
    agreement INTEGER REFERENCES agreements (id) ON DELETE CASCADE,  -- NULL: the giver leaves the network
    giver INTEGER NOT NULL REFERENCES partners (id),
    taker INTEGER NOT NULL REFERENCES partners (id),
    state TEXT NOT NULL,                      -- offered, accepted, declined, kept, withdrawn
    offered_by INTEGER NOT NULL REFERENCES people (id),
    offered_at TEXT NOT NULL,
    answered_by INTEGER REFERENCES people (id),
    answered_at TEXT
) STRICT;
CREATE INDEX handovers_of_agreement ON agreement_handovers (agreement);
CREATE INDEX handovers_of_leaver ON agreement_handovers (giver) WHERE agreement IS NULL;

CREATE TABLE duty_handovers (
    id INTEGER PRIMARY KEY,
    leaver INTEGER NOT NULL REFERENCES people (id),
    heir INTEGER NOT NULL REFERENCES people (id),
    cases TEXT NOT NULL,                      -- ids between blanks
    state TEXT NOT NULL,                      -- offered, accepted, declined
    offered_at TEXT NOT NULL,
    answered_at TEXT
) STRICT;
-- Failure runs ------------------------------------------------------------------------------------------------

CREATE TABLE failure_runs (
    id INTEGER PRIMARY KEY,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
    agreement INTEGER REFERENCES agreements (id) ON DELETE CASCADE,
    trigger TEXT,                             -- NULL: somebody said that it does not work
    state TEXT NOT NULL,                      -- proposed, running, ended, returned, dismissed
    begun_at TEXT NOT NULL,                   -- when the need showed
    started_at TEXT,
    started_by INTEGER REFERENCES people (id),
    rule TEXT NOT NULL,                       -- JSON: the agreed rule as it stood at the start
    why TEXT,
    ended_at TEXT,
    ended_by INTEGER REFERENCES people (id),
    CHECK ((case_id IS NULL) <> (agreement IS NULL))  -- about one of the two
) STRICT;
CREATE INDEX failure_runs_of_case ON failure_runs (case_id);
CREATE INDEX failure_runs_of_agreement ON failure_runs (agreement) WHERE agreement IS NOT NULL;
CREATE UNIQUE INDEX one_open_run_an_agreement ON failure_runs (agreement) WHERE state IN ('proposed', 'running');
CREATE UNIQUE INDEX one_open_run_a_case ON failure_runs (case_id) WHERE state IN ('proposed', 'running');
CREATE INDEX failure_runs_started ON failure_runs (started_at) WHERE started_at IS NOT NULL;
CREATE INDEX running_failure_runs ON failure_runs (started_at) WHERE state = 'running';

CREATE TABLE failure_steps (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES failure_runs (id) ON DELETE CASCADE,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,  -- NULL: a project's
    number INTEGER NOT NULL,
    task TEXT NOT NULL,
    role TEXT NOT NULL,
    record TEXT NOT NULL,                     -- what must be recorded
    mandatory INTEGER NOT NULL,
    in_order INTEGER NOT NULL,
    calls TEXT,                               -- the role that the first call is to
    due_at TEXT NOT NULL,
    state TEXT NOT NULL,                      -- open, done, skipped, lapsed
    result TEXT,                              -- a code, or a day
    why TEXT,
    tries INTEGER NOT NULL,
    tried_at TEXT,
    settled_by INTEGER REFERENCES people (id),
    settled_at TEXT,
    UNIQUE (run, number)
) STRICT;
CREATE INDEX failure_steps_of_case ON failure_steps (case_id);
CREATE INDEX next_failure_steps ON failure_steps (case_id, role, due_at, number) WHERE state = 'open';
CREATE INDEX open_failure_steps ON failure_steps (due_at) WHERE state = 'open';

CREATE TABLE failure_guarantees (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES failure_runs (id) ON DELETE CASCADE,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,  -- NULL: a project's
    asked_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    kept_at TEXT,
    broken_at TEXT,
    dropped INTEGER NOT NULL
) STRICT;
CREATE INDEX guarantees_of_run ON failure_guarantees (run);
CREATE INDEX guarantees_of_case ON failure_guarantees (case_id);

CREATE TABLE failure_reviews (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL UNIQUE REFERENCES failure_runs (id) ON DELETE CASCADE,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,  -- NULL: a project's
    sides TEXT NOT NULL,                      -- who is asked: seats, of a project with its partners' ids
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,                      -- open, published, cancelled
    opened_at TEXT NOT NULL,
    settled_by INTEGER REFERENCES people (id),
    settled_at TEXT,
    why TEXT
) STRICT;
CREATE INDEX failure_reviews_of_case ON failure_reviews (case_id);
CREATE INDEX open_failure_reviews ON failure_reviews (id) WHERE state = 'open';

CREATE TABLE failure_views (
    id INTEGER PRIMARY KEY,
    review INTEGER NOT NULL REFERENCES failure_reviews (id) ON DELETE CASCADE,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,  -- NULL: a project's
    seat TEXT NOT NULL,
    partner INTEGER REFERENCES partners (id),  -- of a project, in which several may stand on one side
    causes TEXT NOT NULL,
    aids TEXT NOT NULL,
    remedy TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES people (id),
    answered_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_view_a_side ON failure_views (review, seat, coalesce(partner, 0));
CREATE INDEX failure_views_of_case ON failure_views (case_id);

CREATE TABLE failure_changes (
    id INTEGER PRIMARY KEY,
    review INTEGER NOT NULL REFERENCES failure_reviews (id) ON DELETE CASCADE,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,  -- NULL: a project's
    cause TEXT NOT NULL,
    remedy TEXT NOT NULL,
    owner TEXT NOT NULL,                      -- the role that sees to it
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,                      -- open, done, dropped
    entered_by INTEGER NOT NULL REFERENCES people (id),
    entered_at TEXT NOT NULL,
    settled_by INTEGER REFERENCES people (id),
    settled_at TEXT,
    why TEXT,
    further INTEGER NOT NULL,                 -- published reviews since then that name the same cause
    asked_at TEXT,                            -- when it was asked whether it helped
    effect TEXT,
    effect_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX failure_changes_of_review ON failure_changes (review);
CREATE INDEX failure_changes_of_case ON failure_changes (case_id);
CREATE INDEX open_failure_changes ON failure_changes (due_on) WHERE state = 'open';
CREATE INDEX unasked_failure_changes ON failure_changes (cause) WHERE asked_at IS NULL AND state != 'dropped';

-- The durable core --------------------------------------------------------------------------------------------
-- SQLite takes a partial index only for a query that repeats its condition word for word, so one index a state.

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,            -- negative: internal items (finished errands)
    kind TEXT NOT NULL,
    state TEXT NOT NULL,                      -- waiting, settled, aside
    payload TEXT,                             -- NULL as soon as it is settled
    number TEXT,                              -- the number that the person was told
    received_at TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_waiting ON inbox (received_at) WHERE state = 'waiting';

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                       -- say, tell
    chat INTEGER,                             -- where to, or
    person INTEGER REFERENCES people (id),    -- to whom; the chat is looked up at lease
    case_id INTEGER REFERENCES cases (id) ON DELETE SET NULL,
    notice TEXT,                              -- name of the notice (tell)
    body TEXT,                                -- JSON; NULL as soon as it is settled
    priority INTEGER NOT NULL,
    not_before TEXT NOT NULL,
    dedupe TEXT UNIQUE,
    repeatable INTEGER NOT NULL,              -- 0: never sent twice (digests)
    state TEXT NOT NULL,                      -- pending, leased, sent, moot, failed, uncertain, held
    again INTEGER NOT NULL,                   -- 1: was in flight at a crash, says so
    attempts INTEGER NOT NULL,
    error TEXT,
    message INTEGER,                          -- Telegram's message id
    draft INTEGER,                            -- the dialogue that this message shows
    created_at TEXT NOT NULL,
    settled_at TEXT
) STRICT;
-- SQLite uses a partial index only where a query repeats its condition word for word.
CREATE INDEX outbox_pending ON outbox (not_before) WHERE state = 'pending';
CREATE INDEX outbox_leased ON outbox (id) WHERE state = 'leased';
CREATE INDEX outbox_held ON outbox (id) WHERE state = 'held';
CREATE INDEX told_to_person ON outbox (person, settled_at) WHERE kind = 'tell';

CREATE TABLE cards (
    id INTEGER PRIMARY KEY,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
    run INTEGER REFERENCES failure_runs (id) ON DELETE CASCADE,  -- of a project, which has no case
    chat INTEGER NOT NULL,
    person INTEGER REFERENCES people (id),    -- whose private chat; NULL: a group
    message INTEGER,
    wanted INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    not_before TEXT NOT NULL,
    silent INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- idle, pending, leased, held, gone
    again INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    UNIQUE (case_id, chat),
    UNIQUE (run, chat),
    CHECK ((case_id IS NULL) <> (run IS NULL))
) STRICT;
CREATE INDEX cards_pending ON cards (not_before) WHERE state = 'pending';
CREATE INDEX cards_leased ON cards (id) WHERE state = 'leased';
CREATE INDEX cards_held ON cards (id) WHERE state = 'held';
CREATE INDEX cards_of_chat ON cards (chat, message);

-- Which case a message of ours speaks about, so that a reply to it can be routed by stored ids.
CREATE TABLE spoken (
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
    note INTEGER REFERENCES notes (id) ON DELETE CASCADE,
    notice TEXT,
    said_at TEXT NOT NULL,
    PRIMARY KEY (chat, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX spoken_of_case ON spoken (case_id);
CREATE INDEX spoken_of_note ON spoken (note);

CREATE TABLE chats (
    chat INTEGER PRIMARY KEY,
    paused_until_at TEXT
) STRICT;

CREATE TABLE timers (
    id INTEGER PRIMARY KEY,
    due_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- what the subject looked like when the timer was set
    case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
    dedupe TEXT NOT NULL UNIQUE,
    held INTEGER NOT NULL DEFAULT 0           -- 1: was due in a restored backup, waits for the coordinator
) STRICT;
CREATE INDEX timers_due ON timers (due_at) WHERE held = 0;
CREATE INDEX timers_held ON timers (id) WHERE held = 1;
CREATE INDEX timers_of_case ON timers (case_id);

CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,     -- never reused: a late message belongs to its own dialogue
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    question TEXT NOT NULL,
    answers TEXT NOT NULL,                    -- JSON of accepted answers, never refused text
    chat INTEGER NOT NULL,
    message INTEGER,
    version INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (person, form)
) STRICT;

CREATE TABLE errands (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    chat INTEGER,
    body TEXT NOT NULL,
    state TEXT NOT NULL,                      -- pending, done
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX errands_pending ON errands (state) WHERE state = 'pending';

-- What happened to the network as a whole: unreachable people, refused text by class, held rows.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    facts TEXT NOT NULL,
    happened_at TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_kind ON journal (kind, happened_at);
