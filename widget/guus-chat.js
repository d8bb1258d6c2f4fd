/* <guus-chat api="https://guus.voorbeeld.nl" name="Gemeente Voorbeeld" lang="nl"></guus-chat>
 *
 * One file, no dependencies. No cookies, no storage, nothing sent before the first question.
 * The conversation lives in the memory of this page only. Works under a strict policy (style-src 'self',
 * require-trusted-types-for 'script'): no inline style, no innerHTML. Licence: EUPL-1.2.
 */

const EARLIER = 3; // questions that are sent along with a follow-up
const MAX_CHARS = 500; // longer is not a question
const WAIT_MS = 15000; // then the connection counts as lost

// Per language: each sentence in the order of KEYS.
const KEYS = ["open", "title", "intro", "ask", "send", "close", "you", "busy", "offline", "source", "checked", "more",
  "personal", "strip", "anyway", "print", "clear", "call", "receipt", "dutch", "language", "slow"];
const TEXTS = {
  nl: ["Vraag het Guus", "Stel een vraag aan de gemeente", "Ik ben een computerprogramma. Ik antwoord alleen met wat op de website van de gemeente staat. Geef geen persoonlijke gegevens.", "Uw vraag", "Vraag", "Sluiten", "U vroeg", "Ik zoek het op.", "Er is nu geen verbinding. Uw vraag staat er nog: probeer het straks opnieuw.", "Bron", "nagekeken op", "Misschien helpt dit", "Er staat een persoonlijk gegeven in uw vraag. Ik heb dat niet nodig.", "Weglaten en vragen", "Toch zo vragen", "Afdrukken", "Wissen", "Liever een mens?", "Bewijsnummer", "", "Taal", "Het is druk. Probeer het over een halve minuut opnieuw."],
  en: ["Ask Guus", "Ask the municipality a question", "I am a computer program. I only answer with what is on the municipality's website. Do not give personal data.", "Your question", "Ask", "Close", "You asked", "I am looking it up.", "There is no connection now. Your question is still here: please try again later.", "Source", "checked on", "This may help", "Your question contains personal data. I do not need it.", "Leave it out and ask", "Ask as it is", "Print", "Clear", "Rather a person?", "Receipt", "The municipality's own words, in Dutch", "Language", "It is busy. Please try again in half a minute."],
  de: ["Frag Guus", "Stellen Sie der Gemeinde eine Frage", "Ich bin ein Computerprogramm. Ich antworte nur mit dem, was auf der Website der Gemeinde steht. Geben Sie keine persönlichen Daten an.", "Ihre Frage", "Fragen", "Schließen", "Sie fragten", "Ich suche es.", "Es gibt gerade keine Verbindung. Ihre Frage steht noch da: Bitte später erneut versuchen.", "Quelle", "geprüft am", "Vielleicht hilft das", "Ihre Frage enthält persönliche Daten. Ich brauche sie nicht.", "Weglassen und fragen", "So fragen", "Drucken", "Löschen", "Lieber ein Mensch?", "Belegnummer", "Die Worte der Gemeinde, auf Niederländisch", "Sprache", "Es ist viel los. Bitte in einer halben Minute erneut versuchen."],
  pl: ["Zapytaj Guusa", "Zadaj pytanie gminie", "Jestem programem komputerowym. Odpowiadam tylko tym, co jest na stronie gminy. Nie podawaj danych osobowych.", "Twoje pytanie", "Zapytaj", "Zamknij", "Pytanie", "Szukam.", "Nie ma teraz połączenia. Pytanie nadal tu jest: spróbuj później.", "Źródło", "sprawdzono", "Może to pomoże", "W pytaniu są dane osobowe. Nie potrzebuję ich.", "Usuń je i zapytaj", "Zapytaj tak", "Drukuj", "Wyczyść", "Wolisz człowieka?", "Numer", "Słowa gminy, po niderlandzku", "Język", "Duży ruch. Spróbuj za pół minuty."],
  tr: ["Guus'a sor", "Belediyeye soru sorun", "Ben bir bilgisayar programıyım. Yalnızca belediyenin sitesinde yazanlarla yanıt veririm. Kişisel bilgi vermeyin.", "Sorunuz", "Sor", "Kapat", "Sorunuz", "Arıyorum.", "Şu anda bağlantı yok. Sorunuz duruyor: sonra yeniden deneyin.", "Kaynak", "kontrol tarihi", "Bu yardımcı olabilir", "Sorunuzda kişisel bilgi var. Buna gerek yok.", "Çıkar ve sor", "Böyle sor", "Yazdır", "Temizle", "Bir insanla mı görüşmek istersiniz?", "Makbuz", "Belediyenin kendi sözleri, Hollandaca", "Dil", "Yoğunluk var. Yarım dakika sonra deneyin."],
  ar: ["اسأل Guus", "اطرح سؤالاً على البلدية", "أنا برنامج حاسوب. أجيب فقط بما هو مكتوب في موقع البلدية. لا تُعطِ بيانات شخصية.", "سؤالك", "اسأل", "إغلاق", "سألت", "أبحث عن الإجابة.", "لا يوجد اتصال الآن. سؤالك ما زال هنا: حاول لاحقاً.", "المصدر", "تمت المراجعة في", "ربما يساعدك هذا", "في سؤالك بيانات شخصية. لا أحتاج إليها.", "احذفها واسأل", "اسأل هكذا", "طباعة", "مسح", "هل تفضل شخصاً؟", "رقم الإيصال", "كلمات البلدية نفسها، بالهولندية", "اللغة", "هناك ضغط الآن. حاول بعد نصف دقيقة."],
  uk: ["Запитай Guus", "Поставте запитання муніципалітету", "Я комп'ютерна програма. Відповідаю лише тим, що є на сайті муніципалітету. Не вказуйте особистих даних.", "Ваше запитання", "Запитати", "Закрити", "Ви запитали", "Шукаю.", "Зараз немає зв'язку. Ваше запитання збережено тут: спробуйте пізніше.", "Джерело", "перевірено", "Можливо, це допоможе", "У запитанні є особисті дані. Вони мені не потрібні.", "Прибрати й запитати", "Запитати так", "Друк", "Очистити", "Краще людина?", "Номер", "Слова муніципалітету, нідерландською", "Мова", "Велике навантаження. Спробуйте за пів хвилини."],
};
const NAMES = { nl: "Nederlands", en: "English", de: "Deutsch", pl: "Polski", tr: "Türkçe", ar: "العربية", uk: "Українська" };

const STYLE = `
:host { --brand: var(--guus-brand, #154273); --ink: #1b1b1b; --paper: #fff; --soft: #eef3f8; --line: #767676;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button, textarea, select { font: inherit; color: inherit; }
button { min-height: 2.75rem; min-width: 2.75rem; padding: .3rem 1rem; border: 2px solid var(--brand); border-radius: .5rem;
  background: var(--paper); color: var(--brand); cursor: pointer; font-weight: 600; }
button.main { background: var(--brand); color: #fff; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.launch { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; border-radius: 2rem;
  padding: .6rem 1.3rem; box-shadow: 0 2px 10px #0005; }
.panel { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; width: 25rem; max-width: calc(100vw - 2rem);
  height: 40rem; max-height: calc(100vh - 2rem); display: flex; flex-direction: column; overflow: auto; background: var(--paper);
  border-radius: .8rem; border: 1px solid var(--brand); box-shadow: 0 4px 24px #0006; }
header { display: flex; align-items: center; gap: .5rem; padding: .5rem .5rem .5rem 1rem; background: var(--brand); color: #fff; }
h2 { margin: 0; font-size: 1.1rem; line-height: 1.3; flex: 1; }
header button { border-color: #fff; background: transparent; color: #fff; }
.log { flex: 1 1 10rem; min-height: 10rem; overflow-y: auto; padding: 1rem; overflow-wrap: anywhere; }
.log > * { margin: 0 0 1rem; }
.asked { margin-inline-start: 2rem; padding: .5rem .8rem; border-radius: .8rem .8rem 0 .8rem; background: var(--brand); color: #fff; }
.told > :first-child { margin-top: 0; }
.urgent { border: 3px solid #b00020; border-radius: .5rem; padding: .7rem; font-weight: 600; }
blockquote { margin: 0 0 .5rem; padding: .6rem .8rem; background: var(--soft); border-inline-start: .25rem solid var(--brand); }
blockquote h3 { margin: 0 0 .4rem; font-size: 1rem; }
blockquote p, blockquote ul { margin: 0 0 .5rem; }
blockquote ul { padding-inline-start: 1.2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); }
small { display: block; color: #4a4a4a; }
a { color: #154273; display: inline-block; padding-block: .15rem; }
.choices { display: grid; gap: .5rem; }
.choices button { text-align: start; }
form, .tools { padding: .6rem 1rem; border-top: 1px solid var(--line); }
label { font-weight: 600; }
textarea { width: 100%; border: 2px solid var(--line); border-radius: .4rem; padding: .4rem; background: var(--paper); resize: vertical; }
.row, .tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.tools { font-size: .9rem; }
.tools button, .tools select { min-height: 2.75rem; padding: .1rem .6rem; border: 0; background: none; font-weight: 400; text-decoration: underline; color: var(--brand); }
@media (max-width: 30rem), (max-height: 34rem) {
  .panel { inset: 0; width: auto; max-width: none; height: auto; max-height: none; border-radius: 0; border: 0; }
  .log { flex: 1 0 auto; overflow: visible; }
}
@media (prefers-color-scheme: dark) {
  :host { --ink: #f2f2f2; --paper: #16191d; --soft: #242b33; --brand: var(--guus-brand-dark, #9cc7f0); }
  button.main, header, .asked { color: #10161c; } header button { color: #10161c; border-color: #10161c; }
  a { color: #9cc7f0; } small { color: #c6c6c6; }
}
@media (forced-colors: active) { .asked, blockquote, .panel { border: 1px solid; } }
@media print { .launch, form, .tools, header button { display: none; } .panel { position: static; width: auto; height: auto; max-height: none; } }
`;

/** An element with attributes and children; strings become text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A link, or plain text when the address is not http(s) or tel. */
function link(url, text) {
  return /^(https?:\/\/|tel:)/i.test(url || "") ? make("a", { href: url, target: url.startsWith("tel:") ? null : "_blank", rel: "noopener" }, text) : make("span", {}, text);
}

function isBsn(text) { // the eleven test (Logisch ontwerp BSN)
  const digits = text.replace(/\D/g, "").padStart(9, "0");
  const sum = [...digits].reduce((total, digit, i) => total + digit * (i === 8 ? -1 : 9 - i), 0);
  return digits.length === 9 && sum % 11 === 0 && sum !== 0;
}

function isIban(text) { // ISO 13616: modulo 97 is 1
  const plain = text.replace(/\s/g, "").toUpperCase();
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const PERSONAL = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, () => true],
  [/\b[A-Z]{2}\d{2}(\s?[A-Z0-9]{4}){2,7}(\s?[A-Z0-9]{1,3})?\b/gi, isIban],
  [/\b\d(?:[ .-]?\d){7,8}\b/g, isBsn],
  [/(\+31|0031|\b0)[ -]?[1-9](?:[ -]?\d){8}\b/g, () => true],
  [/\b\d{1,2}[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](19|20)\d{2}\b/gi, () => true],
];

/** The question with personal data left out; the same text when there is none. */
function withoutPersonal(text) {
  return PERSONAL.reduce((rest, [pattern, isOne]) => rest.replace(pattern, (found) => (isOne(found) ? "…" : found)), text);
}

class GuusChat extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const wanted = (this.lang || document.documentElement.lang || "nl").slice(0, 2);
    this.language = TEXTS[wanted] ? wanted : "nl";
    this.earlier = [];
    this.api = (this.getAttribute("api") || "").replace(/\/$/, "");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.build();
  }

  text(key) {
    return TEXTS[this.language][KEYS.indexOf(key)];
  }

  /** Draw everything in the present language; the conversation starts anew. */
  build() {
    this.launcher = make("button", { class: "launch main", type: "button", "aria-expanded": "false", onclick: () => this.show(true) }, this.text("open"));
    this.log = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": this.text("title") }, make("p", {}, this.text("intro")));
    this.input = make("textarea", { id: "question", rows: "2", maxlength: String(MAX_CHARS), required: true, enterkeyhint: "send", onkeydown: (event) => this.onKey(event) });
    this.form = make("form", { onsubmit: (event) => this.onSubmit(event) },
      make("label", { for: "question" }, this.text("ask")), this.input,
      make("div", { class: "row" }, make("button", { class: "main" }, this.text("send"))));
    this.panel = make("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, lang: this.language, dir: this.language === "ar" ? "rtl" : "ltr",
      onkeydown: (event) => event.key === "Escape" && this.show(false) },
      make("header", {}, make("h2", { id: "title" }, this.text("title")), make("button", { type: "button", "aria-label": this.text("close"), onclick: () => this.show(false) }, "✕")),
      this.log, this.form, this.tools());
    this.shadowRoot.replaceChildren(this.launcher, this.panel);
  }

  tools() {
    const choose = make("select", { "aria-label": this.text("language"), onchange: (event) => this.speak(event.target.value) },
      ...Object.keys(NAMES).map((code) => make("option", { value: code, lang: code, selected: code === this.language }, NAMES[code])));
    return make("div", { class: "tools" }, choose,
      make("button", { type: "button", onclick: () => this.print() }, this.text("print")),
      make("button", { type: "button", onclick: () => this.speak(this.language) }, this.text("clear")));
  }

  speak(language) {
    this.language = language;
    this.earlier = [];
    this.build();
    this.show(true);
  }

  show(open) {
    this.panel.hidden = !open;
    this.launcher.hidden = open;
    this.launcher.setAttribute("aria-expanded", String(open));
    (open ? this.input : this.launcher).focus();
  }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  onSubmit(event) {
    event.preventDefault();
    const question = this.input.value.trim();
    if (!question || this.waiting) return;
    const clean = withoutPersonal(question);
    if (clean === question) this.ask(question);
    else this.warn(question, clean);
  }

  /** Personal data was noticed: the resident chooses before anything is sent. */
  warn(question, clean) {
    const send = (text) => () => { notice.remove(); this.ask(text); };
    const notice = make("div", { class: "told", role: "alert" }, make("p", {}, this.text("personal")), make("p", {}, clean),
      make("div", { class: "choices" }, make("button", { type: "button", class: "main", onclick: send(clean) }, this.text("strip")),
        make("button", { type: "button", onclick: send(question) }, this.text("anyway"))));
    this.say(notice);
    notice.querySelector("button").focus();
  }

  say(element) {
    this.log.append(element);
    element.scrollIntoView({ block: "start" });
    return element;
  }

  async ask(question) {
    this.waiting = true;
    const asked = this.say(make("p", { class: "asked" }, make("small", { hidden: true }, this.text("you")), question));
    const busy = this.say(make("p", {}, this.text("busy")));
    try {
      const answer = await this.send(question);
      this.input.value = "";
      this.earlier = [...this.earlier, question].slice(-EARLIER);
      busy.replaceWith(this.outcome(answer));
      asked.scrollIntoView({ block: "start" });
    } catch (problem) {
      busy.replaceWith(make("p", { role: "alert" }, problem.message));
      this.input.value = question;
    }
    this.waiting = false;
    this.input.focus({ preventScroll: true });
  }

  /** The API's answer; an Error whose message the resident can read. */
  async send(question) {
    let response;
    try {
      response = await fetch(`${this.api}/api/v1/ask`, {
        method: "POST", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(WAIT_MS),
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, language: this.language, earlier: this.earlier }),
      });
      if (response.ok) return await response.json();
    } catch {
      throw new Error(this.text("offline"));
    }
    throw new Error(this.text(response.status === 429 ? "slow" : "offline"));
  }

  outcome(answer) {
    const told = make("div", { class: answer.outcome === "urgent" ? "told urgent" : "told" }, make("p", {}, answer.message));
    if (answer.citations.length && this.text("dutch")) told.append(make("small", {}, this.text("dutch")));
    told.append(...answer.citations.flatMap((citation) => this.citation(citation)));
    if (answer.choices.length) told.append(this.choices(answer.choices));
    if (answer.see_also.length) {
      if (answer.outcome !== "urgent" && answer.outcome !== "signpost") told.append(make("p", {}, this.text("more") + ":"));
      told.append(make("ul", {}, ...answer.see_also.map((page) => make("li", {}, link(page.url, page.title)))));
    }
    const { phone, url } = answer.contact;
    told.append(make("small", {}, this.text("call"), " ", link("tel:" + phone.replace(/\s/g, ""), phone), " ", url ? link(url, new URL(url).host) : "",
      make("br"), `${this.text("receipt")} ${answer.id}`));
    return told;
  }

  citation(citation) {
    const heading = make("h3", {}, [citation.title, ...citation.heading_path].join(" › "));
    const checked = `${this.text("checked")} ${new Date(citation.fetched_at).toLocaleDateString(this.language)}`;
    return [make("blockquote", { lang: "nl", dir: "ltr", cite: citation.url }, heading, ...citation.quote.map(block)),
      make("p", {}, link(citation.deep_link, `${this.text("source")}: ${citation.title}`), make("small", {}, checked))];
  }

  choices(choices) {
    return make("div", { class: "choices" }, ...choices.map((choice) =>
      make("button", { type: "button", lang: "nl", onclick: () => !this.waiting && this.ask(choice.question) }, choice.label)));
  }

  /** The conversation on paper, with the full addresses of the sources. */
  print() {
    const page = window.open("", "_blank");
    if (!page) return;
    page.document.title = this.text("title");
    const copy = this.log.cloneNode(true);
    copy.querySelectorAll("a").forEach((anchor) => anchor.after(` <${anchor.href.split("#")[0]}>`));
    page.document.body.append(page.document.adoptNode(copy));
    page.print();
  }
}

function block(part) {
  if (part.type === "list") return make("ul", {}, ...part.items.map((item) => make("li", {}, item)));
  if (part.type === "table") return make("div", { class: "scroll", tabindex: "0", role: "group" }, table(part));
  return make("p", {}, part.text);
}

function table({ head, rows }) {
  const top = head.length ? [make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, cell))))] : [];
  return make("table", {}, ...top, make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))))));
}

if (!customElements.get("guus-chat")) customElements.define("guus-chat", GuusChat);
