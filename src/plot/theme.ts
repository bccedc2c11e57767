/** The colours and sizes that all plots share. */
export const theme = {
  background: '#ffffff',
  ink: '#17212e',
  text: '#3a4655',
  muted: '#6b7785',
  axis: '#aab3bf',
  grid: '#e7eaef',
  band: '#f1f4f8',
  blue: '#1f6fb5',
  orange: '#f0801f',
  spike: '#d9480f',
  threshold: '#7b8794',
  /** Lines that have to be told apart, by the colour-blind too, in their order. */
  lines: ['#1f6fb5', '#f0801f', '#1a9c7c', '#d27ab0', '#a03a10', '#5cb8ee'],
} as const;

export const sizes = {
  /** Between the frame's edge and anything drawn. */
  margin: 16,
  figureTitle: 17,
  panelTitle: 13,
  axisTitle: 13,
  label: 12,
  note: 11.5,
  /** Length of a tick mark. */
  tick: 5,
  /** From an axis to the middle of its tick labels. */
  labelDrop: 15,
  /** The line above a panel that holds its title. */
  header: 26,
  /** Between panels above each other. */
  gap: 12,
  /** Below the lowest panel: the labels and the title of its axis. */
  below: 46,
} as const;
