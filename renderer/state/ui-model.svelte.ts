/** What is open over the panes, and the theme in force. */
export class UiModel {
  isHelpOpen = $state(false);
  isAboutOpen = $state(false);
  isExportOpen = $state(false);
  /** What stands below the photo. */
  imageTab = $state<'recent' | 'webcam'>('recent');
  isDragging = $state(false);
  resolvedTheme = $state<'light' | 'dark'>('light');
}
