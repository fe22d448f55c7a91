/** What is open over the panes, and the theme in force. */
export class UiModel {
  isHelpOpen = $state(false);
  isAboutOpen = $state(false);
  isExportOpen = $state(false);
  isDragging = $state(false);
  resolvedTheme = $state<'light' | 'dark'>('light');
}
