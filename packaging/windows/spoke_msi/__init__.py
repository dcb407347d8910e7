"""Builds the Windows installer on Linux: pinned pieces, the folder that is installed, the MSI around it."""
