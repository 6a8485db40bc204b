// The page is drawn by the server. This script fetches it again when something
// changed and brings what differs into the document, so that focus, scrolling,
// open menus and drafts stay. Attributes that begin with data-ui belong to it.

const find = (query, inside = document) => inside?.querySelector(query)
const all = (query, inside = document) => [...(inside?.querySelectorAll(query) ?? [])]
const word = (name, ...args) => args.reduce((text, arg) => text.replace(/%[sd]/, () => arg), document.body.dataset[name])
const log = () => find('.log')
const composer = () => find('.composer')
const touch = matchMedia('(hover: none)')

// ── Bringing a new page into the document ──

const own = (element, name) => name.startsWith('data-ui') || name === 'open' || (name === 'hidden' && element.matches('li, section, .none, #commands, #down'))

function morph(now, next) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.data !== next.data) now.data = next.data
    return
  }
  if (now.hasAttribute('data-keep') || now.isEqualNode(next)) return
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name) && !own(now, name)) now.removeAttribute(name)
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value && !own(now, name)) now.setAttribute(name, value)
  const named = new Map(all(':scope > [id]', now).map(child => [child.id, child]))
  let place = now.firstChild
  for (const child of [...next.childNodes]) {
    let match = child.id ? named.get(child.id) : place
    if (!child.id && match && (match.id || match.nodeName !== child.nodeName)) match = null
    if (match && match.nodeName === child.nodeName) {
      if (match === place) place = place.nextSibling
      else now.insertBefore(match, place)
      morph(match, child)
    } else {
      now.insertBefore(document.importNode(child, true), place)
    }
  }
  while (place) {
    const gone = place
    place = place.nextSibling
    gone.remove()
  }
}

let drawing = false
let again = false

async function refresh() {
  if (drawing) return void (again = true)
  drawing = true
  do {
    again = false
    const address = location.pathname + location.search
    const answer = await fetch(address, { headers: { Accept: 'text/html' } }).catch(() => null)
    if (answer?.ok && address === location.pathname + location.search) draw(new DOMParser().parseFromString(await answer.text(), 'text/html'))
  } while (again)
  drawing = false
}

function draw(next) {
  const before = log()
  const focused = document.activeElement
  const stick = sticking
  const last = lastMessage()
  const height = before?.scrollHeight
  const reader = before?.querySelector('li')?.id
  morph(document.body, next.body)
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true })
  const same = before === log()
  if (!same) {
    room.disconnect()
    room.observe(log())
  }
  if (!same || stick) toEnd()
  else if (before.querySelector('li')?.id !== reader) before.scrollTop += before.scrollHeight - height // earlier messages came in above
  else if (lastMessage() !== last) find('#down').dataset.uiNew = ''
  settle()
}

// settle does what the server cannot know after each drawing.
function settle() {
  const form = composer()
  if (form && form.dataset.uiReady === undefined) {
    form.dataset.uiReady = ''
    form.elements.text.value = sessionStorage.getItem(form.id) ?? ''
  }
  const forced = find('[data-force]')?.dataset.force
  if (form && forced && form.dataset.uiForced !== forced) {
    form.dataset.uiForced = forced
    replyTo(forced)
  }
  if (form) form.elements.text.placeholder = find('#keys')?.dataset.hint || form.elements.text.getAttribute('placeholder')
  for (const field of all('[data-filter]')) filter(field)
  commands()
  scrolled()
  markRead()
}

async function open(address, push = true) {
  for (const dialog of all('dialog[open]')) dialog.close()
  if (push) history.pushState(null, '', address)
  await refresh()
  if (!touch.matches && document.activeElement === document.body) composer()?.elements.text.focus()
}

// ── Scrolling and reading ──

const atEnd = box => !box || box.scrollHeight - box.scrollTop - box.clientHeight < 80
const lastMessage = () => all('.log li[data-id]').at(-1)?.dataset.id
const room = new ResizeObserver(() => sticking && toEnd())
let sticking = true // the end of the chat stays in sight

function toEnd() {
  sticking = true
  log()?.scrollTo(0, log().scrollHeight)
}

function scrolled() {
  const down = find('#down')
  if (!down) return
  if (atEnd(log())) delete down.dataset.uiNew
  down.hidden = atEnd(log())
  find('span', down).textContent = down.dataset.uiNew === undefined ? '' : down.dataset.new
}

function markRead() {
  const { me, chat } = document.body.dataset
  if (document.hidden || !log()?.offsetParent || log().dataset.unread === '0' || !lastMessage()) return
  post('read', new URLSearchParams({ as: me, chat, message: lastMessage() }))
}

// ── Asking the server to do something ──

async function post(action, body) {
  const answer = await fetch(action, { method: 'POST', body, headers: { Accept: 'application/json' } }).then(r => r.json()).catch(() => ({ error: word('unreachable') }))
  if (answer.error) toast(answer.error, true)
  else if (answer.toast) answer.alert ? alarm(answer.toast) : toast(answer.toast)
  if (answer.go) await open(answer.go)
  return !answer.error
}

function toast(text, bad) {
  const box = document.createElement('p')
  box.textContent = text
  box.classList.toggle('bad', Boolean(bad))
  find('#toasts').append(box)
  setTimeout(() => box.remove(), 3000 + 80 * text.length)
}

function alarm(text) {
  find('#alert-text').textContent = text
  find('#alert').showModal()
}

async function submit(form, button) {
  if (button?.getAttribute('aria-disabled') || button?.dataset.uiBusy !== undefined) return
  const body = new FormData(form, button)
  if (form.matches('.composer') && !body.get('text').trim() && !form.elements.file.files.length) return
  if (button) button.dataset.uiBusy = ''
  const done = await post(form.getAttribute('action'), body)
  if (button) delete button.dataset.uiBusy
  find('details[open]', button?.closest('.acts, header'))?.removeAttribute('open')
  if (!done) return
  if (form.matches('.composer')) {
    if (form.elements.text.value === body.get('text').replaceAll('\r\n', '\n')) form.elements.text.value = ''
    form.elements.file.value = ''
    context(form)
    attached(form)
    drafted(form)
    commands()
  }
  if (form.matches('.composer, #say')) toEnd()
  if (form.closest('dialog')) form.closest('dialog').close()
  refresh()
}

// ── The input line ──

const drafted = form => sessionStorage.setItem(form.id, form.elements.text.value)

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

function replyTo(id) {
  const bubble = find(`#m${id} .bubble`)
  if (!bubble || !composer()) return
  const marked = getSelection()
  const quote = marked.anchorNode && find('.text', bubble)?.contains(marked.anchorNode) && find('.text', bubble).contains(marked.focusNode) ? String(marked).trim() : ''
  const shown = quote || (find('.text', bubble) ?? find('.file strong', bubble) ?? find('img', bubble))
  context(composer(), 'reply', id, word(quote ? 'quoteOf' : 'replyTo', bubble.dataset.name), shown?.textContent || shown?.alt || quote, quote)
}

function edit(id) {
  const text = find(`#m${id} .text`).textContent
  context(composer(), 'edit', id, word('editing'), text)
  composer().elements.text.value = text
}

function attached(form) {
  const names = [...form.elements.file.files].map(file => file.name)
  find('.attached', form).hidden = !names.length
  find('.attached span', form).textContent = word('attached', names.join('、'))
}

// commands shows the menu of commands that begin as the line does.
function commands(move = 0) {
  const list = find('#commands')
  const field = composer()?.elements.text
  if (!list || !field) return
  const typed = /^\/[\w@]*$/.test(field.value) && list.dataset.uiShut === undefined ? field.value.toLowerCase() : null
  const options = all('[role=option]', list).filter(option => !(option.hidden = typed === null || !option.dataset.command.startsWith(typed)))
  const chosen = options.findIndex(option => option.getAttribute('aria-selected') === 'true')
  const next = options.length ? (Math.max(chosen, 0) + move + options.length) % options.length : -1
  for (const option of all('[role=option]', list)) option.setAttribute('aria-selected', option === options[next])
  list.hidden = !options.length
  if (list.hidden) field.removeAttribute('aria-activedescendant')
  else {
    field.setAttribute('aria-activedescendant', options[next].id)
    options[next].scrollIntoView({ block: 'nearest' })
  }
}

function take(option) {
  composer().elements.text.value = option.dataset.command + ' '
  composer().elements.text.focus()
  drafted(composer())
  commands()
}

function typedKey(event) {
  const field = event.target
  const list = find('#commands')
  const shown = list && !list.hidden
  if (event.isComposing || event.keyCode === 229) return // an input method is at work
  if (shown && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) commands(event.key === 'ArrowDown' ? 1 : -1)
  else if (shown && event.key === 'Tab') take(find('[aria-selected=true]', list))
  else if (shown && event.key === 'Escape') { list.dataset.uiShut = ''; commands() }
  else if (event.key === 'Escape' && !find('.context', field.form).hidden) context(field.form)
  else if (event.key === 'Enter' && !event.shiftKey) {
    const option = shown && find('[aria-selected=true]', list)
    if (option) field.value = option.dataset.command
    field.form.requestSubmit(find('.send', field.form))
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
  const dialog = find('#chooser')
  const form = find('form', dialog)
  form.reset()
  form.setAttribute('action', action)
  form.elements.request.value = request
  find('#chooser-max').textContent = word('chooseMax', max)
  form.dataset.uiMax = max
  filter(find('[data-filter]', dialog))
  dialog.showModal()
}

function limit(box) {
  const boxes = all('[name=user]:checked', box.form)
  if (boxes.length <= Number(box.form.dataset.uiMax)) return
  if (box.form.dataset.uiMax === '1') for (const other of boxes) other.checked = other === box
  else box.checked = false
}

// ── What the reader does ──

const clicks = {
  '[data-dialog]': target => find('#' + target.dataset.dialog).showModal(),
  '[data-close]': target => (target.closest('dialog') ? target.closest('dialog').close() : side(false)),
  '#side-open': () => side(document.body.dataset.uiSide === undefined),
  '#down': toEnd,
  '[data-reply]': target => replyTo(target.dataset.reply),
  '[data-edit]': target => edit(target.dataset.edit),
  '[data-cancel]': target => context(target.form),
  '[data-unattach]': ({ form }) => { form.elements.file.value = ''; attached(form) },
  '[data-files]': target => { target.closest('details').open = false; target.form.elements.file.click() },
  '[data-contacts]': target => { target.closest('details').open = false; choose('contact', 1) },
  '[data-choose]': target => choose('users', target.dataset.max, target.dataset.choose),
  '[data-own-contact]': () => confirm(word('shareContact')) && submit(find('#own-contact')),
  '[data-copy]': target => navigator.clipboard.writeText(target.dataset.copy).then(() => toast(word('copied'))),
  '[data-slash]': target => { target.form.elements.text.focus(); target.form.elements.text.value = '/'; commands() },
  '[data-command]': target => { composer().elements.text.value = target.dataset.command; submit(composer()) },
  '[data-write]': target => { composer().elements.text.value = target.dataset.write; composer().elements.text.focus(); drafted(composer()) },
  '[data-toggle]': target => target.toggleAttribute('data-ui-shown'),
}

function side(shown) {
  document.body.toggleAttribute('data-ui-side', shown)
  find('#side-open')?.setAttribute('aria-expanded', shown)
  if (shown) find('#side [data-close]').focus()
  else find('#side-open')?.focus()
}

document.addEventListener('click', event => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false
  if (event.target.matches('dialog')) event.target.close() // beside the sheet
  const link = event.target.closest('a[data-go]')
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    return void open(link.getAttribute('href'))
  }
  const jump = event.target.closest('a[href^="#m"]')
  if (jump) { // the address keeps who and where, not which message
    event.preventDefault()
    const to = find(jump.getAttribute('href'))
    to?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
    to?.classList.remove('flash')
    requestAnimationFrame(() => to?.classList.add('flash'))
    return
  }
  for (const [query, act] of Object.entries(clicks)) {
    const target = event.target.closest(query)
    if (target) return void act(target)
  }
})

document.addEventListener('submit', event => {
  if (event.target.method === 'dialog') return
  event.preventDefault()
  submit(event.target, event.submitter)
})

document.addEventListener('keydown', event => {
  if (event.target.matches('.composer textarea')) typedKey(event)
  else if (event.target.matches('[data-toggle]') && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); event.target.click() }
  else if (event.key === 'Escape' && document.body.dataset.uiSide !== undefined) side(false)
  if (event.key === 'Escape') for (const menu of all('details.menu[open]')) { menu.open = false; find('summary', menu).focus() }
})

document.addEventListener('input', event => {
  if (event.target.matches('[data-filter]')) filter(event.target)
  if (!event.target.matches('.composer textarea')) return
  delete find('#commands')?.dataset.uiShut
  drafted(event.target.form)
  commands()
})

document.addEventListener('change', event => {
  if (event.target.matches('[type=file]')) { attached(event.target.form); event.target.form.elements.text.focus() }
  if (event.target.matches('#chooser [name=user]')) limit(event.target)
})

function receive(event, files) {
  if (!files?.length || !composer()) return
  event.preventDefault()
  composer().elements.file.files = files
  attached(composer())
}
document.addEventListener('paste', event => receive(event, event.clipboardData?.files))
document.addEventListener('drop', event => receive(event, event.dataTransfer?.files))
document.addEventListener('dragover', event => event.dataTransfer?.types.includes('Files') && event.preventDefault())
document.addEventListener('dblclick', event => {
  const message = event.target.closest('.msg')
  if (message && !event.target.closest('a, button, summary')) replyTo(message.dataset.id)
})
document.addEventListener('scroll', event => {
  if (event.target !== log()) return
  sticking = atEnd(log())
  scrolled()
}, true)
document.addEventListener('visibilitychange', () => document.hidden || refresh())
addEventListener('popstate', () => open(location.href, false))
addEventListener('resize', () => { scrolled(); markRead() })

const live = new EventSource('events')
live.addEventListener('change', () => document.hidden || refresh())
live.addEventListener('open', () => { find('#offline').hidden = true })
live.addEventListener('error', () => { find('#offline').hidden = false })

room.observe(log())
toEnd()
settle()
document.body.dataset.uiLive = ''
