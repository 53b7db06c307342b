#!/usr/bin/python3
"""A window of WebKitGTK that WebKitWebDriver starts as its browser.

The MiniBrowser of WebKitGTK would do but for three things: under automation it is always a private session, it has not
switched on what Safari has, and nobody can put scripts into its pages. From the environment: SHELL_PROFILE, a folder for what
sites store; SHELL_PROXY, the address that all requests go by; SHELL_CONTROL, the path of a socket that takes and gives lines
of JSON.
"""
import json
import os
import socket

import gi

gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

# What Safari 26 has and this build knows, but does not switch on.
FEATURES = ('FileSystem', 'AccessHandle', 'FileSystemWritableStream', 'StorageAPI', 'StorageAPIEstimate')

profile = os.environ['SHELL_PROFILE']
manager = WebKit2.WebsiteDataManager(
    base_data_directory=f'{profile}/data', base_cache_directory=f'{profile}/cache')
manager.set_tls_errors_policy(WebKit2.TLSErrorsPolicy.IGNORE)
manager.set_network_proxy_settings(
    WebKit2.NetworkProxyMode.CUSTOM, WebKit2.NetworkProxySettings.new(os.environ['SHELL_PROXY'], []))
context = WebKit2.WebContext.new_with_website_data_manager(manager)
context.set_automation_allowed(True)
content = WebKit2.UserContentManager()

settings = WebKit2.Settings()
settings.set_javascript_can_open_windows_automatically(True)
settings.set_javascript_can_access_clipboard(True)
known = WebKit2.Settings.get_all_features()
for feature in map(known.get, range(known.get_length())):
    if feature.get_identifier() in FEATURES:
        settings.set_feature_enabled(feature, True)

bridge = None
downloads = None


def tell(event, **details):
    bridge.send(json.dumps({'event': event, **details}).encode() + b'\n')


def set_media(media):
    gtk = Gtk.Settings.get_default()
    if media.get('colorScheme'):
        gtk.set_property('gtk-application-prefer-dark-theme', media['colorScheme'] == 'dark')
    if media.get('reducedMotion'):
        gtk.set_property('gtk-enable-animations', media['reducedMotion'] != 'reduce')


def set_scripts(sources):
    """Scripts that run in each document before its own."""
    content.remove_all_scripts()
    for source in sources:
        content.add_script(WebKit2.UserScript.new(
            source, WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START, None, None))


def set_downloads(folder):
    global downloads
    downloads = folder


def create_view(_session=None, opener=None):
    properties = {'related_view': opener} if opener else {'web_context': context}
    view = WebKit2.WebView(
        settings=settings, user_content_manager=content, is_controlled_by_automation=True, **properties)
    view.connect('permission-request', lambda _view, request: (request.allow(), True)[1])
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(1280, 900)
    window.add(view)
    window.show_all()
    view.grab_focus()

    # Without a window manager nobody gives a window the focus.
    def focus():
        if window.get_window():
            window.get_window().focus(0)
        return False

    for delay in (50, 300, 1000):
        GLib.timeout_add(delay, focus)
    view.connect('close', lambda _view: window.destroy())
    view.connect('create', lambda view, _action: open_view(view))
    return view


def open_view(opener):
    """A window that a page opens."""
    view = create_view(opener=opener)
    GLib.idle_add(lambda: tell('opened'))
    return view


def start_download(_context, download):
    def decide(download, suggested):
        tell('downloading', url=download.get_request().get_uri(), name=suggested)
        download.set_destination(os.path.join(downloads, suggested))
        return True

    download.connect('decide-destination', decide)
    download.connect('finished', lambda download: tell('downloaded', url=download.get_request().get_uri()))


def start_automation(_context, session):
    info = WebKit2.ApplicationInfo.new()
    info.set_name('webkit-shell')
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect('create-web-view', create_view)


def hear(_source, _condition, lines):
    line = lines.readline()
    if not line:
        return False
    for name, value in json.loads(line).items():
        {'media': set_media, 'scripts': set_scripts, 'downloads': set_downloads}[name](value)
    tell('done')
    return True


def accept(server, *_):
    global bridge
    bridge, _address = server.accept()
    GLib.io_add_watch(
        bridge.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, hear, bridge.makefile('r'))
    return False


control = socket.socket(socket.AF_UNIX)
control.bind(os.environ['SHELL_CONTROL'])
control.listen()
GLib.io_add_watch(control.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN, lambda *_: accept(control))
set_media({'colorScheme': 'light', 'reducedMotion': 'no-preference'})
context.connect('automation-started', start_automation)
context.connect('download-started', start_download)
Gtk.main()
