"""A small, whole, real MSI: a program with a version, a library, a text; every kind of table that Spoke's own has."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

UPGRADE_CODE = "6F0C8B7E-5B0B-4C0B-9E53-3B2C0E6A7D11"
PUBLIC = ("HUB_URL", "ENROL_CODE", "LANG", "AUTOSTART", "SHORTCUT")

_PROGRAM = """
#ifdef LIBRARY
__declspec(dllexport) int answer(void) { return 42; }
#else
int main(void) { return 0; }
#endif
"""
_RESOURCE = """
1 VERSIONINFO
FILEVERSION {version},0
PRODUCTVERSION {version},0
BEGIN
  BLOCK "StringFileInfo" BEGIN BLOCK "040904b0" BEGIN VALUE "ProductVersion", "0" END END
  BLOCK "VarFileInfo" BEGIN VALUE "Translation", 0x409, 1200 END
END
"""
_KEYS = {
    "HUB_URL": "HubUrl",
    "ENROL_CODE": "EnrolCode",
    "LANG": "Lang",
    "AUTOSTART": "Autostart",
    "SHORTCUT": "Shortcut",
}


@dataclass(frozen=True)
class Small:
    """The installed folder and its MSI."""

    app: Path
    msi: Path


def needs(*tools: str) -> None:
    """Skips where the builder's tools are not installed: they belong to building the MSI, not to the app."""
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (./run msi installs it)")


def program(path: Path, version: str | None, *, library: bool = False) -> None:
    """A real PE, with a version resource if a version is given."""
    needs("x86_64-w64-mingw32-gcc")
    folder = path.parent
    source, resource, compiled = folder / "made.c", folder / "made.rc", folder / "made.o"
    source.write_text(_PROGRAM)
    objects = []
    if version is not None:
        resource.write_text(_RESOURCE.format(version=version.replace(".", ",")))
        subprocess.run(["x86_64-w64-mingw32-windres", resource, compiled], check=True)
        objects = [compiled]
    options = ["-shared", "-DLIBRARY"] if library else []
    subprocess.run(["x86_64-w64-mingw32-gcc", "-s", *options, "-o", path, source, *objects], check=True)
    for made in (source, resource, compiled):
        made.unlink(missing_ok=True)


def build(folder: Path, version: str) -> Small:
    """Builds it in `folder`; nothing in it is wrong."""
    needs("wixl", "msibuild", "msiinfo", "x86_64-w64-mingw32-gcc")
    app = folder / "app"
    (app / "lib").mkdir(parents=True)
    program(app / "Spoke.exe", version)
    program(app / "lib" / "long_name.dll", None, library=True)
    (app / "notes.txt").write_text(f"version {version}\n")
    (app / "spoke.ico").write_bytes(bytes((0, 0, 1, 0, 0, 0)))
    definition = folder / "small.wxs"
    definition.write_text(_definition(version))
    msi = folder / f"small-{version}.msi"
    subprocess.run(["wixl", "-a", "x64", "-o", msi, definition], cwd=app, check=True)
    query(msi, *_finishing(version))
    return Small(app, msi)


def query(msi: Path, *statements: str) -> None:
    """Changes the tables by msibuild's SQL."""
    done = subprocess.run(
        ["msibuild", msi, *(part for statement in statements for part in ("-q", statement))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def _definition(version: str) -> str:
    searches = "".join(
        f'<Property Id="{name}"><RegistrySearch Id="Find{value}" Root="HKLM" Key="Software\\Spoke" Name="{value}" '
        'Type="raw" Win64="yes" /></Property>\n'
        for name, value in _KEYS.items()
    )
    keeping = "".join(
        f'<CustomAction Id="Keep{value}" Property="GIVEN_{name}" Value="[{name}]" />'
        f'<CustomAction Id="Restore{value}" Property="{name}" Value="[GIVEN_{name}]" />\n'
        for name, value in _KEYS.items()
    )
    kept = "".join(
        f'<Custom Action="Keep{value}" Sequence="{40 + number}">{name}</Custom>'
        f'<Custom Action="Restore{value}" Sequence="{60 + number}">GIVEN_{name}</Custom>\n'
        for number, (name, value) in enumerate(_KEYS.items())
    )
    values = "".join(
        f'<RegistryValue Root="HKLM" Key="Software\\Spoke" Name="{value}" Type="string" Value="[{name}]" />\n'
        for name, value in {**_KEYS, "ProductVersion": "Version"}.items()
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="Small" Language="1033" Codepage="1252" Version="{version}" Manufacturer="Spoke Project"
           UpgradeCode="{UPGRADE_CODE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Languages="1033" />
    <MajorUpgrade DowngradeErrorMessage="A newer version is installed on this PC." />
    <Media Id="1" Cabinet="small.cab" EmbedCab="yes" />
    <Property Id="WINDOWSBUILD"><RegistrySearch Id="FindBuild" Root="HKLM" Key="SOFTWARE\\Windows"
      Name="CurrentBuildNumber" Type="raw" Win64="yes" /></Property>
    <Condition Message="It needs 64-bit Windows 10.">Installed OR (VersionNT64 AND WINDOWSBUILD &gt;= 17763)</Condition>
    <Condition Message="Start it as an administrator.">Installed OR Privileged</Condition>
    <Condition Message="HUB_URL is an address.">Installed OR NOT HUB_URL OR HUB_URL ~&lt;&lt; "http"</Condition>
    <Condition Message="LANG must be hi or en.">Installed OR NOT LANG OR LANG="hi" OR LANG="en"</Condition>
    <Property Id="ARPPRODUCTICON" Value="spoke.ico" />
    <Property Id="ARPHELPLINK" Value="https://example.org/spoke" />
    <Property Id="ARPNOMODIFY" Value="1" />
    <Icon Id="spoke.ico" SourceFile="spoke.ico" />
    {searches}{keeping}
    <CustomAction Id="UsualShortcut" Property="SHORTCUT" Value="1" />
    <CustomAction Id="PrepareData" FileKey="Spoke.exe" ExeCommand="data prepare" Execute="deferred" Impersonate="no"
                  Return="ignore" />
    <CustomAction Id="RemoveData" FileKey="Spoke.exe" ExeCommand="data remove --yes" Execute="deferred" Impersonate="no"
                  Return="ignore" />
    <CustomAction Id="Enrol" FileKey="Spoke.exe" ExeCommand="enrol --installed" Return="asyncNoWait" />
    <InstallExecuteSequence>
      {kept}
      <Custom Action="UsualShortcut" Sequence="70">NOT SHORTCUT</Custom>
      <Custom Action="RemoveData" Sequence="3490">REMOVE="ALL" AND REMOVE_DATA="1" AND NOT UPGRADINGPRODUCTCODE</Custom>
      <Custom Action="PrepareData" Sequence="5900">NOT REMOVE</Custom>
      <Custom Action="Enrol" Sequence="6700">HUB_URL AND NOT REMOVE</Custom>
    </InstallExecuteSequence>
    <InstallUISequence>{kept}</InstallUISequence>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="Small">
        <Component Id="Program" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000001" Win64="yes">
          <File Id="Spoke.exe" Source="Spoke.exe" Name="Spoke.exe" KeyPath="yes" /></Component>
        <Component Id="Notes" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000002" Win64="yes">
          <File Id="notes" Source="notes.txt" Name="notes.txt" KeyPath="yes" /></Component>
        <Component Id="IconFile" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000003" Win64="yes">
          <File Id="icon" Source="spoke.ico" Name="spoke.ico" KeyPath="yes" /></Component>
        <Directory Id="lib" Name="lib">
          <Component Id="Library" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000004" Win64="yes">
            <File Id="library" Source="lib/long_name.dll" Name="long_name.dll" KeyPath="yes" /></Component>
        </Directory>
        <Component Id="Settings" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000005" Win64="yes">
          <RegistryValue Root="HKLM" Key="Software\\Spoke" Name="InstallDir" Type="string" Value="[INSTALLDIR]"
                         KeyPath="yes" />
          {values}
        </Component>
        <Component Id="Run" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000006" Win64="yes">
          <RegistryValue Root="HKLM" Key="Software\\Microsoft\\Windows\\CurrentVersion\\Run" Name="Spoke" Type="string"
                         Value="&quot;[INSTALLDIR]Spoke.exe&quot; --autostart" KeyPath="yes" />
        </Component>
      </Directory></Directory>
      <Directory Id="ProgramMenuFolder"><Directory Id="Menu" Name="Small">
        <Component Id="InMenu" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000007" Win64="yes">
          <Shortcut Id="MenuShortcut" Name="Small" Target="[INSTALLDIR]Spoke.exe" WorkingDirectory="INSTALLDIR"
                    Icon="spoke.ico" IconIndex="0" />
          <RemoveFolder Id="RemoveMenu" On="uninstall" />
          <RegistryValue Root="HKLM" Key="Software\\Spoke" Name="StartMenu" Type="string" Value="1" KeyPath="yes" />
        </Component>
      </Directory></Directory>
      <Directory Id="DesktopFolder">
        <Component Id="OnDesktop" Guid="6F0C8B7E-5B0B-4C0B-9E53-000000000008" Win64="yes">
          <Shortcut Id="DesktopShortcut" Name="Small" Target="[INSTALLDIR]Spoke.exe" WorkingDirectory="INSTALLDIR"
                    Icon="spoke.ico" IconIndex="0" />
          <RegistryValue Root="HKLM" Key="Software\\Spoke" Name="Desktop" Type="string" Value="1" KeyPath="yes" />
        </Component>
      </Directory>
    </Directory>
    <Feature Id="Main" Title="Small" Level="1" ConfigurableDirectory="INSTALLDIR">
      <ComponentRef Id="Program" /><ComponentRef Id="Notes" /><ComponentRef Id="IconFile" />
      <ComponentRef Id="Library" />
      <ComponentRef Id="Settings" /><ComponentRef Id="Run" /><ComponentRef Id="InMenu" /><ComponentRef Id="OnDesktop" />
    </Feature>
  </Product>
</Wix>
"""


def _finishing(version: str) -> list[str]:
    """What wixl cannot say."""
    secure = ";".join((*PUBLIC, "REMOVE_DATA", "WINDOWSBUILD", "INSTALLDIR"))
    secure += ";WIX_UPGRADE_DETECTED;WIX_DOWNGRADE_DETECTED"
    return [
        f"UPDATE `Property` SET `Value`='{secure}' WHERE `Property`='SecureCustomProperties'",
        "INSERT INTO `Property` (`Property`, `Value`) VALUES ('MsiHiddenProperties', 'ENROL_CODE;GIVEN_ENROL_CODE')",
        "UPDATE `Component` SET `Condition`='SHORTCUT=\"1\" OR REMOVE=\"ALL\"' WHERE `Component`='OnDesktop'",
        f"UPDATE `File` SET `Version`='{version}.0', `Language`='1033' WHERE `File`='Spoke.exe'",
        "DELETE FROM `MsiFileHash` WHERE `File_`='Spoke.exe'",
        "UPDATE `File` SET `FileName`='LONGNA~1.DLL|long_name.dll' WHERE `File`='library'",
    ]
