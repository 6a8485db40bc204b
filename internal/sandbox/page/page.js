// The page is drawn by the server. This script asks for it again whenever
// something changed, and does what a page without script cannot.

import { morph } from './morph.js'

const find = (query, inside = document) => inside?.querySelector(query)
const all = (query, inside = document) => [...(inside?.querySelectorAll(query) ?? [])]
const word = (name, ...args) => args.reduce((text, arg) => text.replace(/%[sd]/, () => arg), document.body.dataset[name])
const log = () => find('.log')
const composer = () => find('.composer')
const touch = matchMedia('(hover: none)')
const still = matchMedia('(prefers-reduced-motion: reduce)')

// ── Drawing ──

let drawn = null // settles when the page is as the server has it
let again = false

function refresh() {
  again = true
  return (drawn ??= fetchAndDraw().finally(() => { drawn = null }))
}

async function fetchAndDraw() {
  while (again) {
    again = false
    const address = location.pathname + location.search
    const answer = await fetch(address, { headers: { Accept: 'text/html' } }).then(r => r.ok && r.text()).catch(() => '')
    if (address !== location.pathname + location.search) again = true // the reader went elsewhere meanwhile
    else if (answer) draw(new DOMParser().parseFromString(answer, 'text/html'))
  }
}

function draw(next) {
  const before = log()
  const anchor = all('.msg', before).find(message => message.getBoundingClientRect().bottom > before.getBoundingClientRect().top)
  const top = anchor?.getBoundingClientRect().top
  const last = lastMessage()
  const focused = document.activeElement
  const reading = before.contains(focused)
  morph(document.body, next.body)
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  if (before !== log()) {
    room.disconnect()
    room.observe(log())
    sticking = true
    placed = 0
  }
  if (followsTheEnd()) toEnd()
  else {
    if (anchor?.isConnected) before.scrollTop += anchor.getBoundingClientRect().top - top // what is being read stays where it is
    if (lastMessage() !== last) find('#down').dataset.uiNew = ''
  }
  if (focused.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true })
  else if (reading && !focused.isConnected) log().focus({ preventScroll: true }) // the button that was pressed is gone
  settle()
}

// settle does what the server cannot know, after each drawing.
function settle() {
  const form = composer()
  if (form && form.dataset.uiReady === undefined) {
    form.dataset.uiReady = ''
    form.dataset.uiHint = form.elements.text.placeholder
    form.elements.text.value = sessionStorage.getItem(form.id) ?? ''
  }
  const forced = find('[data-force]')?.dataset.force
  if (form && forced && form.dataset.uiForced !== forced) {
    form.dataset.uiForced = forced
    replyTo(forced)
  }
  if (form) form.elements.text.placeholder = find('#keys')?.dataset.hint || form.dataset.uiHint
  for (const field of all('[data-filter]')) filter(field)
  commands()
  scrolled()
  markRead()
}

async function visit(address, push = true) {
  for (const dialog of all('dialog[open]')) dialog.close()
  if (push) history.pushState(null, '', address)
  await refresh()
  if (!touch.matches && document.activeElement === document.body) composer()?.elements.text.focus()
}

// ── Scrolling and reading ──

const lastMessage = () => all('.log li[data-id]').at(-1)?.dataset.id
const atEnd = box => box.scrollHeight - box.scrollTop - box.clientHeight < 80
const room = new ResizeObserver(() => followsTheEnd() && toEnd())
let sticking = true // the end of the chat stays in sight
let placed = 0 // where toEnd left the log

function toEnd() {
  sticking = true
  log().scrollTo(0, log().scrollHeight)
  placed = log().scrollTop
}

// followsTheEnd looks at the log itself: the event that says that the reader
// has scrolled away comes a frame later, and what is drawn before it must not
// pull the reader back.
const followsTheEnd = () => sticking && (log().scrollTop >= placed - 1 || atEnd(log()))

function scrolled() {
  const down = find('#down')
  down.hidden = atEnd(log())
  if (down.hidden) delete down.dataset.uiNew
  find('span', down).textContent = down.dataset.uiNew === undefined ? '' : down.dataset.new
}

function markRead() {
  const { me, chat } = document.body.dataset
  if (document.hidden || !log().offsetParent || log().dataset.unread === '0') return
  post('read', new URLSearchParams({ as: me, chat, message: lastMessage() }))
}

function jump(to) {
  to?.scrollIntoView({ block: 'center', behavior: still.matches ? 'auto' : 'smooth' })
  to?.classList.remove('flash')
  requestAnimationFrame(() => to?.classList.add('flash'))
}

// ── Asking the server to do something ──

async function post(action, body) {
  const answer = await fetch(action, { method: 'POST', body, headers: { Accept: 'application/json' } }).then(r => r.json()).catch(() => ({ error: word('unreachable') }))
  if (answer.error) toast(answer.error, true)
  else if (answer.alert) alarm(answer.toast)
  else if (answer.toast) toast(answer.toast)
  if (answer.go) await visit(answer.go)
  return !answer.error
}

function toast(text, bad = false) {
  const box = document.createElement('p')
  box.textContent = text
  box.classList.toggle('bad', bad)
  find('#toasts').append(box)
  setTimeout(() => box.remove(), 3000 + 80 * text.length)
}

function alarm(text) {
  find('#alert-text').textContent = text
  find('#alert').showModal()
}

async function submit(form, button) {
  if (button?.ariaDisabled || button?.dataset.uiBusy !== undefined) return
  const body = new FormData(form, button)
  const written = form.matches('.composer')
  if (written && !body.get('text').trim() && !form.elements.file.files.length) return
  if (button) button.dataset.uiBusy = ''
  const done = await post(button?.getAttribute('formaction') ?? form.getAttribute('action'), body)
  if (button) delete button.dataset.uiBusy
  button?.closest('details')?.removeAttribute('open')
  if (!done) return
  if (written) {
    if (form.elements.text.value === body.get('text').replaceAll('\r\n', '\n')) write(form, '')
    context(form)
    attach(form, new DataTransfer().files)
  }
  if (written || form.id === 'say') toEnd()
  form.closest('dialog')?.close()
  refresh()
}

// ── The input line ──

// write puts text into the input line and keeps it as the draft of this chat.
function write(form, text) {
  form.elements.text.value = text
  sessionStorage.setItem(form.id, text)
  commands()
}

// context says in the input line what will be replied to or edited.
function context(form, kind = '', id = '', title = '', text = '', quote = '') {
  form.elements.reply.value = kind === 'reply' ? id : ''
  form.elements.edit.value = kind === 'edit' ? id : ''
  form.elements.quote.value = quote
  const bar = find('.context', form)
  bar.hidden = !kind
  find('strong', bar).textContent = title
  find('.last', bar).textContent = text
  if (kind) form.elements.text.focus()
}

// replyTo replies to a message, quoting what is marked in it.
function replyTo(id) {
  const bubble = find(`#m${id} .bubble`)
  if (!bubble || !composer()) return
  const text = find('.text', bubble)
  const marked = getSelection()
  const quote = text?.contains(marked.anchorNode) && text.contains(marked.focusNode) ? String(marked).trim() : ''
  const shown = quote || text?.textContent || find('.file strong', bubble)?.textContent || find('img', bubble)?.alt || ''
  context(composer(), 'reply', id, word(quote ? 'quoteOf' : 'replyTo', bubble.dataset.name), shown, quote)
}

function edit(id) {
  const text = find(`#m${id} .text`).textContent
  context(composer(), 'edit', id, word('editing'), text)
  write(composer(), text)
}

function attach(form, files) {
  if (form.elements.file.files !== files) form.elements.file.files = files
  find('.attached', form).hidden = !files.length
  find('.attached span', form).textContent = word('attached', [...files].map(file => file.name).join('、'))
}

// commands shows those commands of the menu that begin as the line does.
function commands(move = 0) {
  const list = find('#commands')
  const field = composer()?.elements.text
  if (!list || !field) return
  const typed = /^\/[\w@]*$/.test(field.value) && list.dataset.uiShut === undefined
  const options = all('[role=option]', list)
  for (const option of options) option.hidden = !typed || !option.dataset.command.startsWith(field.value.toLowerCase())
  const offered = options.filter(option => !option.hidden)
  const at = Math.max(offered.findIndex(option => option.ariaSelected === 'true'), 0) + move
  const chosen = offered.at(at % offered.length)
  for (const option of options) option.ariaSelected = option === chosen
  list.hidden = !chosen
  field.setAttribute('aria-activedescendant', chosen?.id ?? '')
  chosen?.scrollIntoView({ block: 'nearest' })
}

const name = command => command.split('@')[0]

function typed(event) {
  const { form } = event.target
  const list = find('#commands:not([hidden])')
  const option = find('[aria-selected=true]', list)
  if (event.isComposing || event.keyCode === 229) return // an input method is at work
  if (list && event.key === 'ArrowDown') commands(1)
  else if (list && event.key === 'ArrowUp') commands(-1)
  else if (list && event.key === 'Tab' && !event.shiftKey) write(form, option.dataset.command + ' ')
  else if (list && event.key === 'Escape') { list.dataset.uiShut = ''; commands() }
  else if (event.key === 'Escape' && !find('.context', form).hidden) context(form)
  else if (event.key === 'Enter' && !event.shiftKey) {
    if (option && name(option.dataset.command) !== name(form.elements.text.value)) write(form, option.dataset.command + ' ') // something may have to stand behind it
    else {
      if (option) write(form, option.dataset.command) // with the bot's name, where there is a group
      form.requestSubmit(find('.send', form))
    }
  } else return
  event.preventDefault()
}

// ── Choosing people ──

function filter(field) {
  const list = find('#' + field.dataset.filter)
  const wanted = field.value.trim().toLowerCase()
  for (const item of all('[data-find]', list)) item.hidden = !item.dataset.find.includes(wanted)
  for (const part of all('section', list)) part.hidden = !find('[data-find]:not([hidden])', part)
  find('.none', list).hidden = Boolean(find('[data-find]:not([hidden])', list))
}

function choose(action, max, request = '') {
  const form = find('#chooser form')
  form.reset()
  form.setAttribute('action', action)
  form.elements.request.value = request
  form.dataset.uiMax = max
  find('#chooser-max').textContent = word('chooseMax', max)
  filter(find('[data-filter]', form))
  find('#chooser').showModal()
}

function limit(box) {
  const chosen = all('[name=user]:checked', box.form)
  if (chosen.length <= Number(box.form.dataset.uiMax)) return
  if (box.form.dataset.uiMax === '1') for (const other of chosen) other.checked = other === box
  else box.checked = false
}

// ── What the reader does ──

const clicks = {
  'a[data-go]': target => visit(target.getAttribute('href')),
  'a[href^="#m"]': target => jump(find(target.getAttribute('href'))),
  '[data-dialog]': target => find('#' + target.dataset.dialog).showModal(),
  '[data-close]': target => (target.closest('dialog') ? target.closest('dialog').close() : side(false)),
  '#side-open': () => side(document.body.dataset.uiSide === undefined),
  '#down': toEnd,
  '[data-reply]': target => replyTo(target.dataset.reply),
  '[data-edit]': target => edit(target.dataset.edit),
  '[data-cancel]': target => context(target.form),
  '[data-unattach]': target => attach(target.form, new DataTransfer().files),
  '[data-files]': target => target.form.elements.file.click(),
  '[data-contacts]': () => choose('contact', 1),
  '[data-choose]': target => choose('users', target.dataset.max, target.dataset.choose),
  '[data-own-contact]': () => confirm(word('shareContact')) && submit(find('#own-contact')),
  '[data-copy]': target => navigator.clipboard.writeText(target.dataset.copy).then(() => toast(word('copied'))),
  '[data-slash]': target => { write(target.form, '/'); target.form.elements.text.focus() },
  '[data-command]': target => { write(composer(), target.dataset.command); submit(composer()) },
  '[data-write]': target => {
    if (target.dataset.answers) replyTo(target.dataset.answers)
    write(composer(), target.dataset.write)
    composer().elements.text.focus()
  },
  '[data-group]': () => {
    const name = prompt(word('groupName'))?.trim()
    if (name) choose('group', 50, name)
  },
  '[data-toggle]': target => target.toggleAttribute('data-ui-shown'),
}

function side(shown) {
  document.body.toggleAttribute('data-ui-side', shown)
  find('#side-open').setAttribute('aria-expanded', shown)
  find(shown ? '#side [data-close]' : '#side-open').focus()
}

document.addEventListener('click', event => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target) || event.target.closest('[data-files], [data-contacts]')) menu.open = false
  if (event.target.matches('dialog')) event.target.close() // beside the sheet
  const [query, act] = Object.entries(clicks).find(([query]) => event.target.closest(query)) ?? []
  if (!act || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (query.startsWith('a[')) event.preventDefault()
  act(event.target.closest(query))
})

document.addEventListener('submit', event => {
  if (event.target.method === 'dialog') return
  event.preventDefault()
  submit(event.target, event.submitter)
})

document.addEventListener('keydown', event => {
  const { target, key } = event
  const menu = find('details.menu[open]')
  if (target.matches('.composer textarea')) typed(event)
  else if (target.matches('[data-toggle]') && (key === 'Enter' || key === ' ')) { event.preventDefault(); target.click() }
  else if (key === 'Escape' && menu) { menu.open = false; find('summary', menu).focus() }
  else if (key === 'Escape' && document.body.dataset.uiSide !== undefined) side(false)
})

document.addEventListener('input', event => {
  if (event.target.matches('[data-filter]')) filter(event.target)
  if (!event.target.matches('.composer textarea')) return
  delete find('#commands')?.dataset.uiShut
  write(event.target.form, event.target.value)
})

document.addEventListener('change', event => {
  if (event.target.matches('#chooser [name=user]')) limit(event.target)
  if (!event.target.matches('.composer [type=file]')) return
  attach(event.target.form, event.target.files)
  event.target.form.elements.text.focus()
})

function receive(event, files) {
  if (!files?.length || !composer()) return
  event.preventDefault()
  attach(composer(), files)
}
document.addEventListener('paste', event => receive(event, event.clipboardData?.files))
document.addEventListener('drop', event => receive(event, event.dataTransfer?.files))
document.addEventListener('dragover', event => event.dataTransfer?.types.includes('Files') && event.preventDefault())
document.addEventListener('dblclick', event => event.target.closest('a, button, summary') || replyTo(event.target.closest('.msg')?.dataset.id))
document.addEventListener('visibilitychange', markRead)
document.addEventListener('scroll', event => {
  if (event.target !== log()) return
  sticking = atEnd(log())
  scrolled()
}, true)
addEventListener('popstate', () => visit(location.href, false))
addEventListener('resize', markRead)

const live = new EventSource('events')
live.addEventListener('change', refresh)
live.addEventListener('open', () => { find('#offline').hidden = true })
live.addEventListener('error', () => { find('#offline').hidden = false })

room.observe(log())
settle()
document.body.dataset.uiLive = ''
