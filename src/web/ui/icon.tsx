// The signs of the house: one stroke, twenty by twenty, drawn for this program.

const paths = {
  phone:
    'M5 3.5h2.6l1.3 3.4-1.7 1.4a9 9 0 0 0 4.5 4.5l1.4-1.7 3.4 1.3V15a1.8 1.8 0 0 1-1.9 1.8A12 12 0 0 1 3.2 5.4 1.8 1.8 0 0 1 5 3.5Z',
  speech: 'M3.5 4.5h13v9h-7l-3.6 3v-3H3.5Z M7 8h6 M7 10.6h4',
  tray: 'M3.5 11.5 5.6 4.5h8.8l2.1 7v4h-13Z M3.5 11.5h3.8l1 1.8h3.4l1-1.8h3.8',
  person: 'M10 9.6a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M4 16.5c.4-3.2 2.6-5 6-5s5.6 1.8 6 5',
  people:
    'M7.5 9.4a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z M2.5 16c.3-2.9 2.1-4.5 5-4.5s4.7 1.6 5 4.5 M13 4.6a2.4 2.4 0 0 1 0 4.5 M14.6 11.9c1.7.6 2.7 2 2.9 4.1',
  list: 'M3.5 5h.1 M3.5 10h.1 M3.5 15h.1 M7 5h9.5 M7 10h9.5 M7 15h9.5',
  upload: 'M10 13V4 M6.5 7.3 10 3.8l3.5 3.5 M3.5 13v3h13v-3',
  download: 'M10 4v9 M6.5 9.7 10 13.2l3.5-3.5 M3.5 13v3h13v-3',
  path: 'M5 6.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z M15 16.9a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z M6.7 4.8h5.8a2.6 2.6 0 0 1 0 5.2h-5a2.6 2.6 0 0 0 0 5.2h5.8',
  checks: 'M3.2 5.3 4.6 6.7 7 4 M3.2 13.3l1.4 1.4L7 12 M10 5.5h6.5 M10 13.5h6.5',
  book: 'M10 5.2C8.3 4 6 3.7 3.5 3.9v11.3c2.5-.2 4.8.1 6.5 1.3 1.7-1.2 4-1.5 6.5-1.3V3.9C14 3.7 11.7 4 10 5.2Z M10 5.2v11.3',
  chart: 'M3.5 3.5v13h13 M7 13.5v-3.5 M10.5 13.5V6.5 M14 13.5V9',
  building: 'M4.5 16.5v-13h7v13 M11.5 8h4v8.5 M2.5 16.5h15 M7 6.5h2 M7 9.5h2 M7 12.5h2',
  calendar: 'M3.5 5h13v11.5h-13Z M3.5 8.5h13 M7 3v3.5 M13 3v3.5',
  key: 'M7 13.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8Z M10.4 9.8h6.6v3 M14 9.8v2.3',
  sliders:
    'M3.5 6h6 M13.5 6h3 M3.5 14h3 M10.5 14h6 M11.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z M8.5 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  again: 'M16 5v4h-4 M15.6 9A6 6 0 1 0 16 11.5',
  undo: 'M7 4.5 3.5 8 7 11.5 M3.5 8h8a4.5 4.5 0 0 1 0 9h-3',
  search: 'M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6Z M12.7 12.7l3.8 3.8',
  close: 'M5 5l10 10 M15 5 5 15',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  right: 'M8 5.5l4.5 4.5L8 14.5',
  left: 'M12 5.5 7.5 10l4.5 4.5',
  flag: 'M5 17V3.5 M5 4.2c4-2.2 6 2 10.5 0v7c-4.5 2-6.5-2.2-10.5 0',
  print: 'M6 7V3.5h8V7 M6 13.5H3.5V7h13v6.5H14 M6 11.5h8v5H6Z',
  bell: 'M5 14V9.2a5 5 0 0 1 10 0V14l1.2 1.3H3.8Z M8.3 17.2a1.8 1.8 0 0 0 3.4 0',
  sound: 'M4 8h2.6L10.4 4.6v10.8L6.6 12H4Z M13 7.4a4 4 0 0 1 0 5.2 M15 5.4a7 7 0 0 1 0 9.2',
  swap: 'M3.5 7.5h11 M11.5 4.5l3 3-3 3 M16.5 12.5h-11 M8.5 9.5l-3 3 3 3',
  headset: 'M4 13v-3a6 6 0 0 1 12 0v3 M4 11.5h2.2V15H4Z M13.8 11.5H16V15h-2.2Z M16 15c0 1.4-1.6 2-3.6 2h-1.6',
  file: 'M5 3.5h6.5l3.5 3.5v9.5H5Z M11.5 3.5V7H15',
  plus: 'M10 4v12 M4 10h12',
  check: 'M4 10.5 8.3 15 16 5.5',
  alert: 'M10 3.2 17.5 16.5h-15Z M10 8.2v4 M10 14.3v.1',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z M10 9.3v4.2 M10 6.6v.1',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z M10 6v4.3l2.8 1.7',
  exit: 'M8 3.5H3.5v13H8 M8.5 10h8 M13.3 6.8 16.5 10l-3.2 3.2',
  more: 'M4.5 10h.1 M10 10h.1 M15.5 10h.1',
  pin: 'M10 17s5.5-4.8 5.5-9a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9 5.5 9Z M10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  lock: 'M4.5 9h11v7.5h-11Z M7 9V6.5a3 3 0 0 1 6 0V9',
  'hang-up': 'M3 12.4c4-4.6 10-4.6 14 0l-1.9 2.1-3-1.4v-2a9 9 0 0 0-4.2 0v2l-3 1.4Z',
  mic: 'M10 12a2.5 2.5 0 0 0 2.5-2.5V5.6a2.5 2.5 0 0 0-5 0v3.9A2.5 2.5 0 0 0 10 12Z M5 9.6a5 5 0 0 0 10 0 M10 14.6V17',
  'mic-off':
    'M12.5 7.5V5.6a2.5 2.5 0 0 0-4.8-1 M7.5 8.2v1.3a2.5 2.5 0 0 0 3.6 2.2 M5 9.6a5 5 0 0 0 7.8 4.1 M15 9.6a5 5 0 0 1-.4 2 M10 14.6V17 M3.5 3.5l13 13',
  pause: 'M7.3 5v10 M12.7 5v10',
  play: 'M7 4.5 15 10l-8 5.5Z',
  dialpad: 'M5.5 5h.1 M10 5h.1 M14.5 5h.1 M5.5 10h.1 M10 10h.1 M14.5 10h.1 M5.5 15h.1 M10 15h.1 M14.5 15h.1',
  keyboard: 'M2.5 5.5h15v9h-15Z M5.5 8.5h.1 M8.5 8.5h.1 M11.5 8.5h.1 M14.5 8.5h.1 M6.5 11.5h7',
} as const

export type IconName = keyof typeof paths

/** A sign; always beside a word or inside a control that has a name, so it is hidden from readers. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg
    className="icon"
    viewBox="0 0 20 20"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
)
