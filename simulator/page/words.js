// What the page itself says, in two languages. The bot's own words are the bot's.

const WORDS = {
  de: {
    title: "Simulator", gone: "Die Verbindung zum Simulator ist weg. Ich versuche es weiter.",
    phoneOf: "Telefon von {who}", messagesOf: "Nachrichten auf dem Telefon von {who}", switchPerson: "Anderes Telefon ansehen", chatsOf: "Chats von {who}",
    write: "Nachricht", send: "Senden", commands: "Befehle", attach: "Anhängen", more: "Mehr",
    edited: "bearbeitet", silent: "ohne Ton", pinned: "angeheftet", deletedMessage: "Gelöschte Nachricht",
    start: "Starten", blocked: "Sie haben den Bot blockiert.", unblock: "Freigeben", block: "Bot blockieren",
    readOnly: "Hier kann gerade niemand schreiben.",
    empty: "Noch keine Nachricht.", unread: "{n} ungelesen", newMessage: "Neue Nachricht bei {who}: {text}",
    noAnswer: "Der Bot hat nicht geantwortet.", copied: "Kopiert: {text}", openHere: "Hier öffnen",
    openOn: "Auf dem Telefon von {who} öffnen", noGroup: "Es gibt noch keine Gruppe.",
    document: "Dokument", picture: "Bild", contact: "Kontakt", other: "Nachricht",
    call: "Anrufen", sendDocument: "Dokument senden", sendPicture: "Bild senden", sendContact: "Kontakt senden",
    reply: "Antworten", replyTo: "Antwort auf {who}", cancel: "Abbrechen", close: "Schließen", ok: "In Ordnung",
    created: "Gruppe erstellt", joined: "{who} ist jetzt in der Gruppe", left: "{who} hat die Gruppe verlassen",
    becameSuper: "Die Gruppe ist jetzt eine Supergruppe", wasPinned: "Eine Nachricht wurde angeheftet",
    addPerson: "Person hinzufügen", addGroup: "Gruppe hinzufügen", add: "Hinzufügen", firstName: "Vorname", lastName: "Nachname",
    groupTitle: "Name der Gruppe", members: "Mitglieder", withBot: "Bot ist dabei", addPhone: "Noch ein Telefon", closePhone: "Telefon weglegen",
    phones: "Telefone", ringing: "klingelt", quiet: "Ein Telefon ohne Telegram. Es klingelt, wenn jemand anruft.",
    callTask: "Anruf-Aufgabe bei {who}", answer: "Abnehmen", hangUp: "Auflegen", says: "{who} sagt:",
    clock: "Uhr", time: "Zeit …", pickUp: "Nehmen Sie am Telefon von {who} ab", hour: "+1 Std.", day: "+1 Tag", week: "+1 Woche", month: "+1 Monat", hourLong: "Eine Stunde weiter",
    dayLong: "Einen Tag weiter", weekLong: "Eine Woche weiter", monthLong: "Einen Monat weiter",
    nextDue: "Nächstes", nextDueLong: "Zum Nächsten, was fällig ist", back: "Jetzt", backLong: "Zurück in die Gegenwart", stop: "Halt",
    underway: "unterwegs", nothingDue: "Es ist nichts fällig.", notSettled: "Die Uhr kommt nicht voran: {why}",
    data: "Daten", wire: "Leitung", weather: "Wetter", tour: "Führung", language: "EN", languageLong: "EN: in English", theme: "Hell oder dunkel",
    dataSays: "Alles, was der Bot weiß, steht in dieser einen Datei; Sie lesen sie, während er schreibt.",
    wireSays: "Das ist alles, was durch Telegram geht, in beide Richtungen, Wort für Wort.",
    weatherSays: "Was draußen schiefgehen kann: Nichts geht verloren, und nichts geschieht doppelt, ohne es zu sagen.",
    noData: "Der Simulator zeigt keine Datei. Mit --sqlite DATEI zeigt er jede.", noTables: "Die Datei ist noch leer.",
    table: "Tabelle", rowsOf: "{n} Zeilen", emptyTables: "leere Tabellen zeigen",
    search: "Suchen", scan: "Personenbezogene Daten?", callsShown: "{n} von {all} Aufrufen",
    outward: "vom Bot", inward: "zum Bot", notAnswered: "keine Antwort",
    scanNothing: "Nichts gefunden.", scanSent: "Vom Bot gesendet", scanTyped: "Von Menschen getippt",
    scanKnown: "Dienstliche Angaben aus dem Verzeichnis (gewollt)", scanUnknown: "Sonstige Angaben",
    scanExplained: "Gesucht wird nach Namen, Telefonnummern, Anschriften, IBAN und Geburtstagen in {n} Aufrufen.",
    kindName: "Name", kindPhone: "Telefon", kindAddress: "Anschrift", kindIban: "IBAN", kindBirthday: "Geburtstag", kindEmail: "E-Mail",
    downTitle: "Telegram ist eine Stunde weg", downSays: "Der Bot hebt auf, was er zu sagen hat, und sagt es danach in der richtigen Reihenfolge.",
    limitTitle: "Telegram bremst", limitSays: "Drei Sendungen werden abgewiesen („zu viele“); der Bot wartet und sendet sie dann.",
    lostTitle: "Die Antwort geht verloren", lostSays: "Die nächste Nachricht kommt an, der Bot erfährt es nicht; er wiederholt sie und sagt das dazu.",
    blockTitle: "Eine Person blockiert den Bot", blockSays: "Der Bot merkt es sofort: Eine offene Anfrage geht an die Vertretung, und die Koordination erfährt, wer nicht erreichbar ist.",
    upgradeTitle: "Die Gruppe wird Supergruppe", upgradeSays: "Die Gruppe bekommt eine neue Nummer; der Bot folgt ihr, und nichts geht an die alte.",
    killTitle: "Den Bot abschießen (kill -9)", killSays: "Mitten in der Arbeit beendet und neu gestartet, macht er dort weiter, wo er war.",
    doIt: "Auslösen", endIt: "Beenden", kill: "Abschießen", restart: "Neu starten", inForce: "in Kraft", until: "bis {at}",
    running: "läuft", dead: "ist tot", noChild: "Der Simulator hat den Bot nicht selbst gestartet (--child).",
    tourLeave: "Verlassen", tourShow: "Vormachen", tourNext: "Weiter",
    tourDone: "Fertig", tourStep: "Schritt {n} von {all}", settingUp: "Wird eingerichtet …", tourWait: "Gerade kommen die Menschen mit ihren Einmal-Links dazu. Auf den Telefonen können Sie zusehen; gleich geht es los.",
    tapOn: "Tippen Sie auf „{what}“", typeIt: "Schreiben Sie: {what}", openDrawer: "Öffnen Sie „{what}“", moveTime: "Lassen Sie die Zeit vergehen: {what}",
    searchFor: "Suchen Sie nach „{what}“", at: "bei {who}", tourFailed: "Das ging nicht: {why}",
    until2: "bis {at}", working: "Der Bot arbeitet …",
  },
  en: {
    title: "Simulator", gone: "The connection to the simulator is gone. I keep trying.",
    phoneOf: "{who}'s phone", messagesOf: "Messages on {who}'s phone", switchPerson: "Look at another phone", chatsOf: "{who}'s chats",
    write: "Message", send: "Send", commands: "Commands", attach: "Attach", more: "More",
    edited: "edited", silent: "silent", pinned: "pinned", deletedMessage: "Deleted message",
    start: "Start", blocked: "You have blocked the bot.", unblock: "Unblock", block: "Block the bot",
    readOnly: "Nobody can write here now.",
    empty: "No message yet.", unread: "{n} unread", newMessage: "New message for {who}: {text}",
    noAnswer: "The bot has not answered.", copied: "Copied: {text}", openHere: "Open here",
    openOn: "Open on {who}'s phone", noGroup: "There is no group yet.",
    document: "Document", picture: "Picture", contact: "Contact", other: "Message",
    call: "Call", sendDocument: "Send a document", sendPicture: "Send a picture", sendContact: "Send a contact",
    reply: "Reply", replyTo: "Reply to {who}", cancel: "Cancel", close: "Close", ok: "All right",
    created: "Group created", joined: "{who} is now in the group", left: "{who} has left the group",
    becameSuper: "The group is now a supergroup", wasPinned: "A message was pinned",
    addPerson: "Add a person", addGroup: "Add a group", add: "Add", firstName: "First name", lastName: "Last name",
    groupTitle: "Name of the group", members: "Members", withBot: "The bot is in it", addPhone: "One more phone", closePhone: "Put this phone away",
    phones: "Phones", ringing: "ringing", quiet: "A telephone without Telegram. It rings when somebody calls.",
    callTask: "Call task for {who}", answer: "Answer", hangUp: "Hang up", says: "{who} says:",
    clock: "Clock", time: "Time …", pickUp: "Answer {who}'s telephone", hour: "+1 h", day: "+1 day", week: "+1 week", month: "+1 month", hourLong: "One hour on",
    dayLong: "One day on", weekLong: "One week on", monthLong: "One month on",
    nextDue: "Next due", nextDueLong: "To the next thing that is due", back: "Now", backLong: "Back to the present", stop: "Stop",
    underway: "under way", nothingDue: "Nothing is due.", notSettled: "The clock does not move on: {why}",
    data: "Data", wire: "Wire", weather: "Weather", tour: "Tour", language: "DE", languageLong: "DE: auf Deutsch", theme: "Light or dark",
    dataSays: "Everything the bot knows stands in this one file; you read it while the bot writes.",
    wireSays: "This is all that passes through Telegram, in both directions, word for word.",
    weatherSays: "What can go wrong outside: nothing is lost, and nothing happens twice without saying so.",
    noData: "The simulator shows no file. With --sqlite FILE it shows any.", noTables: "The file is still empty.",
    table: "Table", rowsOf: "{n} rows", emptyTables: "show empty tables",
    search: "Search", scan: "Personal data?", callsShown: "{n} of {all} calls",
    outward: "from the bot", inward: "to the bot", notAnswered: "no answer",
    scanNothing: "Nothing found.", scanSent: "Sent by the bot", scanTyped: "Typed by people",
    scanKnown: "Work contacts from the directory (intended)", scanUnknown: "Anything else",
    scanExplained: "Searched for names, phone numbers, addresses, IBANs and birthdays in {n} calls.",
    kindName: "name", kindPhone: "phone", kindAddress: "address", kindIban: "IBAN", kindBirthday: "birthday", kindEmail: "e-mail",
    downTitle: "Telegram is down for an hour", downSays: "The bot keeps what it has to say, and says it afterwards in the right order.",
    limitTitle: "Telegram slows down", limitSays: "Three messages are refused (“too many”); the bot waits and then sends them.",
    lostTitle: "The answer is lost", lostSays: "The next message arrives, the bot does not hear so; it repeats it and says so.",
    blockTitle: "A person blocks the bot", blockSays: "The bot notices at once: an open request goes to the deputy, and the coordinator hears who cannot be reached.",
    upgradeTitle: "The group becomes a supergroup", upgradeSays: "The group gets another number; the bot follows, and nothing goes to the old one.",
    killTitle: "Kill the bot (kill -9)", killSays: "Ended in the middle of its work and started again, it goes on where it was.",
    doIt: "Let it happen", endIt: "End it", kill: "Kill", restart: "Start again", inForce: "in force", until: "until {at}",
    running: "is running", dead: "is dead", noChild: "The simulator has not started the bot itself (--child).",
    tourLeave: "Leave", tourShow: "Show me", tourNext: "Next",
    tourDone: "Finish", tourStep: "Step {n} of {all}", settingUp: "Being set up …", tourWait: "People are joining by their one-time links just now. You can watch it on the phones; it begins in a moment.",
    tapOn: "Tap “{what}”", typeIt: "Write: {what}", openDrawer: "Open “{what}”", moveTime: "Let time pass: {what}",
    searchFor: "Search for “{what}”", at: "on {who}'s phone", tourFailed: "That did not work: {why}",
    until2: "until {at}", working: "The bot is at work …",
  },
};

const asked = new URLSearchParams(location.search).get("lang");
const kept = localStorage.getItem("language");
export let language = [asked, kept, navigator.language.slice(0, 2), "de"].find((one) => one in WORDS);
document.documentElement.lang = language;

export function t(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// A text of the play, which has one for every language.
export function told(texts) {
  return typeof texts === "string" ? texts : texts?.[language] ?? texts?.de ?? "";
}

export function switchLanguage() {
  localStorage.setItem("language", language === "de" ? "en" : "de");
  location.assign(location.pathname);
}

let zone = "Europe/Berlin";
export const useZone = (name) => { zone = name || zone; };
const written = (options) => (moment) =>
  new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { timeZone: zone, ...options }).format(moment);
export const hour = written({ hour: "numeric", minute: "2-digit" });
export const day = written({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
export const dayAndHour = written({ weekday: "short", day: "numeric", month: "numeric", hour: "numeric", minute: "2-digit" });
export const fullDate = written({ day: "numeric", month: "numeric", year: "numeric" });

export function dayKey(moment) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(moment);
}
